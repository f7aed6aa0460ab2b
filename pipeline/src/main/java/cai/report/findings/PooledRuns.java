package cai.report.findings;

import cai.errors.UserError;
import cai.evaluation.AnswerMeasure;
import cai.evaluation.Contender;
import cai.evaluation.Contender.Pairing;
import cai.prompts.PromptItem.PromptGroup;
import cai.provenance.Manifest;
import cai.report.findings.RunFiles.EvaluationFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs of one recipe with different seeds, whose comparisons of models are put together.
///
/// @param runs in the order in which they were named
/// @param notes what makes them less alike than runs should be that are pooled
public record PooledRuns(List<SeededRun> runs, List<String> notes) {
  /// One of them.
  ///
  /// @param name of its folder
  public record SeededRun(String name, long seed, EvaluationFiles evaluation) {}

  public PooledRuns {
    runs = List.copyOf(runs);
    notes = List.copyOf(notes);
  }

  /// Reads the evaluations of runs.
  ///
  /// @param folders of at least two runs
  /// @throws UserError where one is no run, has compared no models, or has the seed of another
  public static PooledRuns read(List<Path> folders) {
    if (folders.size() < 2)
      throw new UserError("one run has nothing to be compared with; name at least two");
    var runs = new ArrayList<SeededRun>();
    var manifests = new ArrayList<Manifest>();
    var bySeed = new HashMap<Long, Path>();
    for (Path folder : folders) {
      Manifest manifest =
          Manifest.read(folder)
              .orElseThrow(() ->
                  new UserError(folder + ": is no run; name a folder that cai run has written"));
      Path same = bySeed.put(manifest.seed(), folder);
      if (same != null)
        throw new UserError(
            "%s and %s: both have seed=%d, so together they tell no more than one; run the recipe with another seed"
                .formatted(same, folder, manifest.seed()));
      RunFiles files = RunFiles.read(folder);
      if (files.evaluation().answers().isEmpty())
        throw new UserError(
            folder + ": has compared no models yet; finish the run with the command that began it");
      runs.add(new SeededRun(files.name(), manifest.seed(), files.evaluation()));
      manifests.add(manifest);
    }
    return new PooledRuns(runs, differences(runs, manifests));
  }

  /// In which settings but the seed the runs differ from the first.
  private static List<String> differences(List<SeededRun> runs, List<Manifest> manifests) {
    var notes = new ArrayList<String>();
    List<String> first = settings(manifests.getFirst());
    for (int i = 1; i < runs.size(); i++) {
      List<String> other = settings(manifests.get(i));
      if (other.equals(first)) continue;
      var only = new ArrayList<>(other);
      only.removeAll(first);
      notes.add(
          "%s is not %s with another seed: it has %s"
              .formatted(
                  runs.get(i).name(),
                  runs.getFirst().name(),
                  only.isEmpty() ? "fewer settings" : String.join(", ", only)));
    }
    return notes;
  }

  private static List<String> settings(Manifest manifest) {
    return manifest
        .settings()
        .lines()
        .filter(line -> !line.startsWith("seed:"))
        .map(String::strip)
        .toList();
  }

  /// The models that all of the runs have compared.
  public List<Contender> contenders() {
    var common = new ArrayList<>(runs.getFirst().evaluation().contenders());
    for (SeededRun run : runs) common.retainAll(run.evaluation().contenders());
    return common;
  }

  /// A difference of two models over all runs; empty where a run has no prompt that both answered.
  public Optional<PooledDifference> difference(
      PromptGroup group, AnswerMeasure measure, Pairing pair) {
    var before = new ArrayList<Map<String, Double>>();
    var after = new ArrayList<Map<String, Double>>();
    for (SeededRun run : runs) {
      var answers = run.evaluation().answers();
      before.add(PairedDifference.perConversation(answers, group, measure, pair.from()));
      after.add(PairedDifference.perConversation(answers, group, measure, pair.to()));
    }
    return PooledDifference.of(before, after, measure.isShare());
  }
}

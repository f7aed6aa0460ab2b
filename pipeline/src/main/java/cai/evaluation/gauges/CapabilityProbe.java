package cai.evaluation.gauges;

import cai.evaluation.gauges.ProbeResult.ProbeChange;
import cai.language.LikelihoodModel;
import cai.language.Outcome;
import cai.language.Prompt;
import cai.language.Scoring;
import cai.language.Scoring.Scored;
import cai.run.Seeds;
import cai.statistics.ClusteredValues;
import cai.statistics.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/// Whether a model has lost something by its training: its loss on text that has nothing to do with
/// it, beside that of the model that it was trained from.
///
/// @param losses one for each passage, in order, by the model's name
/// @param seeds of the bootstrap
public record CapabilityProbe(SequencedMap<String, List<ProbeLoss>> losses, Seeds seeds) {
  /// Asks a model about passages.
  public static List<ProbeLoss> ask(LikelihoodModel model, List<ProbePassage> passages) {
    List<Outcome<Scored>> outcomes =
        model.score(passages.stream().map(CapabilityProbe::request).toList());
    return IntStream.range(0, passages.size())
        .mapToObj(i -> ProbeLoss.of(passages.get(i), outcomes.get(i)))
        .toList();
  }

  private static Scoring request(ProbePassage passage) {
    return new Scoring(
        "probe/" + passage.id(), new Prompt.PlainText(passage.opening()), List.of(passage.rest()));
  }

  /// One result for each model that was asked about a passage at least.
  ///
  /// @param from the model that each was trained from, by name; of the first there is none
  public List<ProbeResult> results(Map<String, String> from) {
    var results = new ArrayList<ProbeResult>();
    String first = losses.keySet().stream().findFirst().orElse("");
    losses.forEach((model, lines) -> {
      Map<String, Double> own = byPassage(lines);
      if (own.isEmpty()) return;
      Interval loss = mean(model, own);
      Optional<ProbeChange> change =
          Optional.ofNullable(from.get(model)).flatMap(earlier -> change(earlier, model));
      long tokens = lines.stream().mapToLong(ProbeLoss::tokens).sum();
      Optional<ProbeChange> sinceFirst =
          model.equals(first) ? Optional.empty() : change(first, model);
      results.add(
          new ProbeResult(
              model, loss.mean(), loss.low(), loss.high(), loss.n(), tokens, change, sinceFirst));
    });
    return results;
  }

  private Optional<ProbeChange> change(String earlier, String model) {
    Map<String, Double> before = byPassage(losses.getOrDefault(earlier, List.of()));
    Map<String, Double> changes = byPassage(losses.get(model));
    changes.keySet().retainAll(before.keySet());
    if (changes.isEmpty()) return Optional.empty();
    changes.replaceAll((passage, after) -> after - before.get(passage));
    Interval change = mean(earlier + "/" + model, changes);
    return Optional.of(new ProbeChange(earlier, change.mean(), change.low(), change.high()));
  }

  private Interval mean(String name, Map<String, Double> byPassage) {
    var values = new ClusteredValues(seeds.seed("evaluation", "bootstrap/probe/" + name));
    byPassage.forEach(values::add);
    return values.mean();
  }

  private static Map<String, Double> byPassage(List<ProbeLoss> lines) {
    var byPassage = new LinkedHashMap<String, Double>();
    for (ProbeLoss line : lines) line.loss().ifPresent(loss -> byPassage.put(line.id(), loss));
    return byPassage;
  }

  /// What could not be asked, in sentences.
  public List<String> exclusions() {
    var sentences = new ArrayList<String>();
    losses.forEach((model, lines) -> {
      List<ProbeLoss> refused = lines.stream().filter(one -> one.loss().isEmpty()).toList();
      if (!refused.isEmpty())
        sentences.add(
            "%d of %d passages of the capability probe could not be put to %s; the first is %s: %s."
                .formatted(
                    refused.size(),
                    lines.size(),
                    model,
                    refused.getFirst().id(),
                    refused.getFirst().reason()));
    });
    return sentences;
  }
}

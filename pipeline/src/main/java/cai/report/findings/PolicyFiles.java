package cai.report.findings;

import cai.bestof.BestOfMeasures;
import cai.contextdistillation.FlipShare;
import cai.directpreference.DirectPreferenceStep;
import cai.directpreference.DirectPreferenceValidation;
import cai.evaluation.Contender;
import cai.json.Json;
import cai.json.JsonLines;
import cai.provenance.StageRecord;
import cai.reinforcement.Preflight;
import cai.reinforcement.ReinforcementOutcome;
import cai.reinforcement.ReinforcementStep;
import cai.reinforcement.ScoreScale;
import cai.reinforcement.snapshots.Snapshot;
import cai.run.StageName;
import cai.run.StageWord;
import cai.run.training.Rollback;
import cai.storage.DiskFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What one instance of the stage reinforcement has left: files of training against the preference
/// model, of direct preference optimisation, or of the choice among answers.
///
/// @param variant of RL-CAI that the instance makes; no text for the method's own
/// @param record of the stage, where it was begun
/// @param best what the choice among answers is worth
/// @param flips what a principle in the context changes, where SL-CAI with it is the teacher
public record PolicyFiles(
    String variant,
    Optional<StageRecord> record,
    ScoredTraining scored,
    PairTraining pairs,
    Optional<BestOfMeasures> best,
    Optional<FlipShare> flips) {

  /// Files of training on answers that the preference model scores.
  public record ScoredTraining(
      List<ReinforcementStep> steps,
      List<Snapshot> snapshots,
      List<Rollback> rollbacks,
      Optional<ScoreScale> scale,
      Optional<Preflight> preflight,
      Optional<ReinforcementOutcome> outcome) {}

  /// Files of direct preference optimisation.
  public record PairTraining(
      List<DirectPreferenceStep> steps, Optional<DirectPreferenceValidation> validation) {
    /// Whether this is how the instance trains.
    public boolean isThere() {
      return !steps.isEmpty() || validation.isPresent();
    }
  }

  /// The model that the instance makes.
  public Contender contender() {
    return variant.isEmpty() ? Contender.RL_CAI : Contender.RL_CAI.variant(variant);
  }

  /// The way in which the instance makes its model, as a recipe names it.
  public String word(ReportedRecipe settings) {
    return variant.isEmpty() ? settings.policy().orElse("ppo") : variant;
  }

  /// All instances in a run's folder, begun or not, the method's own first.
  static List<PolicyFiles> allIn(Path run) {
    var all = new ArrayList<PolicyFiles>();
    try {
      for (StageName name : StageName.allIn(run))
        if (name.word() == StageWord.REINFORCEMENT)
          all.add(of(name.variant(), run.resolve(name.toString())));
    } catch (IOException e) {
      throw DiskFault.unreadable(run, e);
    }
    return List.copyOf(all);
  }

  private static PolicyFiles of(String variant, Path folder) {
    boolean pairs = isOf(folder.resolve("metrics.jsonl"), DirectPreferenceStep.FORMAT);
    return new PolicyFiles(
        variant,
        StageRecord.read(folder),
        new ScoredTraining(
            pairs ? List.of() : lines(folder, "metrics.jsonl", ReinforcementStep.class),
            lines(folder, "snapshots.jsonl", Snapshot.class),
            lines(folder, "rollbacks.jsonl", Rollback.class),
            value(folder, "score-scale.json", ScoreScale.class),
            value(folder, "preflight.json", Preflight.class),
            value(folder, "outcome.json", ReinforcementOutcome.class)),
        new PairTraining(
            pairs ? lines(folder, "metrics.jsonl", DirectPreferenceStep.class) : List.of(),
            value(folder, "validation.json", DirectPreferenceValidation.class)),
        value(folder, "best-of-n.json", BestOfMeasures.class),
        value(folder, "flip-share.json", FlipShare.class));
  }

  /// Whether the lines of a file are of a format; the format is their first field.
  private static boolean isOf(Path file, String format) {
    if (!Files.isRegularFile(file)) return false;
    String begins = "{\"format\":\"" + format.substring(0, format.indexOf('/') + 1);
    var formats = new ArrayList<Boolean>();
    JsonLines.forEach(file, (_, line) -> formats.add(line.startsWith(begins)));
    return formats.contains(true);
  }

  private static <T> List<T> lines(Path folder, String file, Class<T> type) {
    Path path = folder.resolve(file);
    return Files.isRegularFile(path) ? JsonLines.read(path, type) : List.of();
  }

  private static <T> Optional<T> value(Path folder, String file, Class<T> type) {
    Path path = folder.resolve(file);
    return Files.isRegularFile(path) ? Optional.of(Json.read(path, type)) : Optional.empty();
  }
}

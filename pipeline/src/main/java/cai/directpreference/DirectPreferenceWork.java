package cai.directpreference;

import cai.errors.UserError;
import cai.feedback.Comparison;
import cai.json.Json;
import cai.language.local.LocalModel;
import cai.run.Progress;
import cai.run.Refusals;
import cai.run.Seeds;
import cai.storage.AtomicFiles;
import cai.transformer.decoder.Decoder;
import java.nio.file.Path;
import java.util.List;

/// Direct preference optimisation: SL-CAI learns to give the answers that the feedback model's
/// labels call better a higher probability than the others, and becomes RL-CAI.
///
/// **Source**: Rafailov et al. 2023, arXiv 2305.18290.
final class DirectPreferenceWork {
  private static final String STAGE = "reinforcement";

  private final DirectPreferenceSettings settings;
  private final LocalModel slCai;
  private final Seeds seeds;
  private final Progress progress;

  /// @param slCai which training starts from and is held to
  DirectPreferenceWork(
      DirectPreferenceSettings settings, LocalModel slCai, Seeds seeds, Progress progress) {
    this.settings = settings;
    this.slCai = slCai;
    this.seeds = seeds;
    this.progress = progress;
  }

  /// What was worked on.
  ///
  /// @param pairs trained on, in each epoch
  /// @param tokens computed in training, prompts included, over all epochs
  record LearntPairs(int pairs, long tokens) {}

  /// Writes `metrics.jsonl`, `validation.json` and the folder of RL-CAI, continuing from the
  /// checkpoint in the folder where there is one.
  LearntPairs run(Path folder, Path model, List<Comparison> comparisons) {
    var selection =
        new LabelledPairs.PairSelection(
            seeds, settings.heldOutShare(), slCai.config().contextLength());
    LabelledPairs pairs = LabelledPairs.of(comparisons, slCai.renderer(), selection);
    tell(folder, pairs);
    if (pairs.training().isEmpty())
      throw new UserError(
          folder
              + ": there is no labelled pair to train on; look at the reasons in"
              + " feedback/comparisons.jsonl");
    try (Decoder decoder = slCai.decoder(settings.trained(slCai.config().layers(), seeds));
        var training = new DirectPreferenceLoop(settings, decoder, pairs, seeds)) {
      DirectPreferenceValidation validation = training.run(folder, progress);
      AtomicFiles.write(folder.resolve("validation.json"), Json.pretty(validation));
      slCai.writeTrained(model, decoder);
    }
    long tokens = pairs.training().stream().mapToLong(LabelledPair::tokens).sum();
    return new LearntPairs(pairs.training().size(), tokens * settings.epochs());
  }

  private void tell(Path folder, LabelledPairs pairs) {
    if (pairs.unlabelled() + pairs.unusable() > 0)
      progress.note(
          "%s: %d pairs without a label and %d whose answers are equal, empty or too long are left out"
              .formatted(STAGE, pairs.unlabelled(), pairs.unusable()));
    if (!pairs.refused().isEmpty())
      progress.note(STAGE + ": " + Refusals.write(folder, pairs.refused()));
    pairs
        .cutOff()
        .note("answers in pairs", "feedback.answer-tokens")
        .ifPresent(sentence -> progress.note(STAGE + ": " + sentence));
  }
}

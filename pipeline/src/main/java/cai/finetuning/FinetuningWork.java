package cai.finetuning;

import cai.critique.HelpfulSample;
import cai.critique.RevisionChain;
import cai.errors.UserError;
import cai.json.Json;
import cai.language.local.LocalModel;
import cai.run.Progress;
import cai.run.Refusals;
import cai.run.Seeds;
import cai.statistics.CutOff;
import cai.storage.AtomicFiles;
import cai.transformer.TrainedLayers;
import cai.transformer.decoder.Decoder;
import java.nio.file.Path;
import java.util.List;

/// Supervised finetuning: the helpful-only model learns its own revised answers and its helpful
/// ones, and becomes SL-CAI.
///
/// **Source**: Bai et al. 2022, section 3.1.
public final class FinetuningWork {
  /// Folder of the trained model, inside the stage's folder.
  public static final String MODEL = "sl-cai";

  private final FinetuningSettings settings;
  private final LocalModel model;
  private final Seeds seeds;
  private final Progress progress;

  /// @param model the helpful-only assistant, which training starts from
  public FinetuningWork(
      FinetuningSettings settings, LocalModel model, Seeds seeds, Progress progress) {
    this.settings = settings;
    this.model = model;
    this.seeds = seeds;
    this.progress = progress;
  }

  /// What was worked on.
  ///
  /// @param sequences trained on, in each epoch
  /// @param tokens computed in training, prompts included, over all epochs
  public record FinetuningCounts(int sequences, long tokens) {}

  /// Writes `metrics.jsonl`, `validation.json` and `sl-cai/`, continuing from the checkpoint in the
  /// folder where there is one.
  public FinetuningCounts run(
      Path folder, List<RevisionChain> chains, List<HelpfulSample> helpful) {
    var selection =
        new Samples.SampleSelection(seeds, settings.heldOutShare(), model.config().contextLength());
    Samples samples = Samples.of(chains, lessons(helpful), model.renderer(), selection);
    if (samples.leftOut() > 0)
      progress.note(
          "finetuning: "
              + samples.leftOut()
              + " answers are empty, do not fit the context or are refused, and are left out");
    if (!samples.refused().isEmpty())
      progress.note("finetuning: " + Refusals.write(folder, samples.refused()));
    CutOff cut = samples.cutOff();
    if (cut.cut() > 0)
      progress.note(
          "finetuning: "
              + cut.words("answers")
              + "; what they say is learnt, and not that it ends there");
    if (samples.training().isEmpty())
      throw new UserError(
          folder
              + ": there is no revision and no helpful sample to train on; look at"
              + " critique/skipped.jsonl and at the reasons in critique/revisions.jsonl");
    TrainedLayers trained = settings.trained(model.config().layers(), seeds);
    try (Decoder decoder = model.decoder(trained);
        var training = new FinetuningLoop(settings, decoder, samples, seeds)) {
      FinetuningValidation validation = training.run(folder, progress);
      AtomicFiles.write(folder.resolve("validation.json"), Json.pretty(validation));
      model.writeTrained(folder.resolve(MODEL), decoder);
    }
    long tokens = samples.training().stream().mapToLong(sequence -> sequence.ids().length).sum();
    return new FinetuningCounts(samples.training().size(), tokens * settings.epochs());
  }

  /// The helpful samples that are learnt.
  private List<HelpfulSample> lessons(List<HelpfulSample> helpful) {
    if (settings.helpfulDeclines()) return helpful;
    List<HelpfulSample> answering = Samples.answering(helpful);
    long declining = helpful.size() - answering.size();
    if (declining > 0)
      progress.note(
          "finetuning: %d of %d helpful samples decline, by phrases, and are left out; finetuning.helpful-declines=true keeps them"
              .formatted(declining, helpful.size()));
    return answering;
  }
}

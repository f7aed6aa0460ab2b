package cai.finetuning;

import cai.cost.CountedTexts;
import cai.cost.Phase;
import cai.cost.PlannedModel;
import cai.cost.StageCost;
import cai.cost.Training;
import cai.cost.WrittenLines;
import java.util.List;

/// What the training of SL-CAI costs.
public record FinetuningCost(FinetuningSettings settings, PlannedModel model) {
  private static final String STAGE = "finetuning";

  /// Share of the head in a pass of a small model with a large vocabulary; prompts, which do not
  /// pass it, are about half of a sequence.
  private static final double HEAD = 0.1;

  /// The cost of learning some sequences.
  ///
  /// @param revisions sequences of revisions
  /// @param helpful sequences of helpful samples
  public StageCost of(CountedTexts revisions, CountedTexts helpful) {
    CountedTexts learnt = revisions.plus(helpful);
    var training = new Training(settings.trainedShare(), settings.loraRank());
    double heldOut = settings.heldOutShare() * learnt.tokens();
    double trained = learnt.tokens() - heldOut;
    return new StageCost(
        STAGE,
        learnt.count(),
        "sequences",
        // Held-out sequences are read before and after.
        List.of(
            Phase.frozen(trained, 1, settings.trainedShare()),
            Phase.reading(settings.distils() ? taught(helpful) : 0),
            Phase.training(settings.epochs() * trained, 1, training),
            Phase.reading(2 * heldOut)),
        0,
        model.memory().weights()
            + model.memory().training(settings.tokensAtOnce(), training)
            + (settings.distils() ? model.memory().copy(settings.trainedShare()) : 0),
        List.of(new WrittenLines("metrics.jsonl", steps(learnt.count()), 1)),
        model
            .memory()
            .recomputation(STAGE, settings.tokensAtOnce(), settings.trainedShare())
            .stream()
            .toList());
  }

  /// Tokens that a teacher reads: once as a whole, and in every epoch at the head.
  private double taught(CountedTexts helpful) {
    double tokens = (1 - settings.heldOutShare()) * helpful.tokens();
    return tokens * (1 + HEAD * settings.epochs());
  }

  private double steps(double sequences) {
    return settings.epochs()
        * Math.ceil(sequences * (1 - settings.heldOutShare()) / settings.batchSize());
  }

  /// The share of the layers, from below, that SL-CAI has as the model before it.
  public double unchanged() {
    return 1 - settings.trainedShare();
  }
}

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

  /// The cost of learning some sequences.
  public StageCost of(CountedTexts learnt) {
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
            Phase.training(settings.epochs() * trained, 1, training),
            Phase.reading(2 * heldOut)),
        0,
        model.memory().weights() + model.memory().training(settings.tokensAtOnce(), training),
        List.of(new WrittenLines("metrics.jsonl", steps(learnt.count()), 1)),
        model
            .memory()
            .recomputation(STAGE, settings.tokensAtOnce(), settings.trainedShare())
            .stream()
            .toList());
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

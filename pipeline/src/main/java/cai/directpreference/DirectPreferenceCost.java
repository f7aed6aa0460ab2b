package cai.directpreference;

import cai.cost.CountedTexts;
import cai.cost.Phase;
import cai.cost.PlannedModel;
import cai.cost.StageCost;
import cai.cost.Training;
import cai.cost.WrittenLines;
import cai.feedback.FeedbackCost.Comparisons;
import cai.prompts.PromptCounts;
import java.util.List;

/// What direct preference optimisation costs.
record DirectPreferenceCost(DirectPreferenceSettings settings, PlannedModel model) {
  private static final String STAGE = "reinforcement";

  /// The cost of learning from pairs. The answers of a pair share their prompt.
  StageCost of(PromptCounts prompts, Comparisons labelled) {
    CountedTexts pairs =
        pairs(labelled.harmlessness(), prompts.redTeamTokens(), labelled)
            .plus(pairs(labelled.helpfulness(), prompts.helpfulTokens(), labelled));
    var training = new Training(settings.trainedShare(), settings.loraRank());
    double heldOut = settings.heldOutShare() * pairs.tokens();
    double trained = pairs.tokens() - heldOut;
    return new StageCost(
        STAGE,
        pairs.count(),
        "pairs",
        List.of(
            // 1. What the frozen layers make of the pairs, and what SL-CAI says of them.
            Phase.frozen(trained, 1, settings.trainedShare()),
            Phase.reading(trained, settings.trainedShare()),
            // 2. Updates.
            Phase.training(settings.epochs() * trained, 1, training),
            // 3. Held-out pairs: SL-CAI, and the loss before and after.
            Phase.reading(3 * heldOut)),
        0,
        model.memory().weights() + model.memory().training(settings.tokensAtOnce(), training),
        List.of(new WrittenLines("metrics.jsonl", steps(pairs.count()), 1)),
        model
            .memory()
            .recomputation(STAGE, settings.tokensAtOnce(), settings.trainedShare())
            .stream()
            .toList());
  }

  private static CountedTexts pairs(double count, double prompt, Comparisons labelled) {
    return CountedTexts.of(count, prompt + 2.0 * labelled.answerTokens());
  }

  private double steps(double pairs) {
    return settings.epochs()
        * Math.ceil(pairs * (1 - settings.heldOutShare()) / settings.batchSize());
  }
}

package cai.reinforcement;

import cai.cost.MemoryEstimate;
import cai.cost.Phase;
import cai.cost.PlannedModel;
import cai.cost.StageCost;
import cai.cost.Training;
import cai.cost.WrittenLines;
import cai.preference.PreferenceCost.Layers;
import cai.prompts.PromptCounts;
import cai.reinforcement.ScoreScale.ScaleKind;
import java.util.List;

/// What the training of RL-CAI costs: the numbered steps of [ReinforcementLoop] as numbers of
/// tokens.
public record ReinforcementCost(ReinforcementSettings settings, PlannedModel model) {
  private static final String STAGE = "reinforcement";

  /// The cost of the stage.
  ///
  /// @param scorer layers of the preference model
  /// @param unchanged share of the layers that SL-CAI has as the helpful-only model
  public StageCost of(PromptCounts prompts, Layers scorer, double unchanged) {
    return new StageCost(
        STAGE,
        answers(),
        "answers",
        phases(prompts, own(scorer, unchanged)),
        0,
        memory(prompts.longerTokens(), scorer.depth()),
        List.of(new WrittenLines("metrics.jsonl", settings.steps(), 1)),
        model
            .memory()
            .recomputation(STAGE, settings.tokensAtOnce(), settings.trainedShare())
            .stream()
            .toList());
  }

  /// Answers that are sampled: the answers of the steps, and those that the scale of scores is
  /// measured on.
  private double answers() {
    if (settings.steps() == 0) return 0;
    return measured() + (settings.scoreScale() == ScaleKind.FRESH ? settings.scaleAnswers() : 0);
  }

  /// Answers whose log-probabilities are computed: the answers of the steps, and those that measure
  /// the last policy.
  private double measured() {
    if (settings.steps() == 0) return 0;
    return (settings.steps() + 1.0) * settings.answersPerStep();
  }

  /// @param own share of the layers that are computed for the preference model alone
  private List<Phase> phases(PromptCounts prompts, double own) {
    double share = settings.helpfulShare();
    double prompt = (1 - share) * prompts.redTeamTokens() + share * prompts.helpfulTokens();
    double each = prompt + settings.answerTokens();
    double learnt = (double) settings.steps() * settings.answersPerStep();
    var training = new Training(settings.trainedShare(), settings.loraRank());
    return List.of(
        // 1. Answers and their scores.
        Phase.sampling(answers() * prompt, answers() * settings.answerTokens()),
        Phase.reading(own > 0 ? answers() * each : 0, own),
        // 2. Their log-probabilities under the policy and under SL-CAI. What the frozen layers make
        // of the answers is known from sampling them.
        Phase.reading(2 * measured() * each, settings.trainedShare()),
        // 4. Updates.
        Phase.training(settings.epochs() * learnt * each, 1, training));
  }

  /// The preference model goes on from the layers that it has in common with the policy.
  private double own(Layers scorer, double unchanged) {
    double frozen = Math.min(unchanged, 1 - settings.trainedShare());
    return scorer.depth() - Math.min(scorer.unchanged(), frozen);
  }

  /// The policy in training, its copies and the preference model's layers.
  private long memory(double prompt, double scorerDepth) {
    MemoryEstimate memory = model.memory();
    var training = new Training(settings.trainedShare(), settings.loraRank());
    return model.generating(0, prompt + settings.answerTokens())
        + memory.training(settings.tokensAtOnce(), training)
        + memory.policies(training)
        + memory.copy(scorerDepth);
  }
}

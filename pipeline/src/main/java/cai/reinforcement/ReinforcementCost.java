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
import cai.reinforcement.snapshots.PromptDivision;
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
        answers(prompts).sampled(),
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

  /// Answers, and prompts that are read for them: the prompt of a group is read once.
  ///
  /// @param sampled answers that are sampled
  /// @param sampledPrompts prompts read by the sampler
  /// @param measured answers whose log-probabilities are computed
  /// @param measuredPrompts prompts of these answers
  private record AnswerCounts(
      double sampled, double sampledPrompts, double measured, double measuredPrompts) {}

  /// The answers of the steps, and as many that measure the last policy; the answers that the scale
  /// of scores is measured on, and those that snapshots are gauged on.
  private AnswerCounts answers(PromptCounts prompts) {
    if (settings.steps() == 0) return new AnswerCounts(0, 0, 0, 0);
    double steps = (settings.steps() + 1.0) * settings.answersPerStep();
    double stepPrompts = (settings.steps() + 1.0) * settings.promptsPerStep();
    double scale = settings.scoreScale() == ScaleKind.FRESH ? settings.scaleAnswers() : 0;
    double gauged = snapshots() * setAside(prompts);
    return new AnswerCounts(
        steps + scale + gauged, stepPrompts + scale + gauged, steps + gauged, stepPrompts + gauged);
  }

  /// How often the policy is gauged: before the first step, every few steps and behind the last.
  private double snapshots() {
    int every = settings.snapshots().every();
    return every == 0 ? 0 : 1 + Math.ceilDiv(settings.steps(), every);
  }

  private double setAside(PromptCounts prompts) {
    int helpful = (int) Math.round(settings.snapshots().prompts() * settings.helpfulShare());
    int redTeam = settings.snapshots().prompts() - helpful;
    return PromptDivision.most(redTeam, prompts.redTeamTrain())
        + PromptDivision.most(helpful, prompts.helpfulTrain());
  }

  /// @param own share of the layers that are computed for the preference model alone
  private List<Phase> phases(PromptCounts prompts, double own) {
    double share = settings.helpfulShare();
    double prompt = (1 - share) * prompts.redTeamTokens() + share * prompts.helpfulTokens();
    double answer = settings.answerTokens();
    AnswerCounts answers = answers(prompts);
    double learnt =
        (double) settings.steps()
            * (settings.promptsPerStep() * prompt + settings.answersPerStep() * answer);
    var training = new Training(settings.trainedShare(), settings.loraRank());
    return List.of(
        // 1. Answers and their scores.
        Phase.sampling(answers.sampledPrompts() * prompt, answers.sampled() * answer),
        Phase.reading(own > 0 ? answers.sampled() * (prompt + answer) : 0, own),
        // 2. Their log-probabilities under the policy and under SL-CAI. What the frozen layers make
        // of the answers is known from sampling them.
        Phase.reading(
            2 * (answers.measuredPrompts() * prompt + answers.measured() * answer),
            settings.trainedShare()),
        // 4. Updates.
        Phase.training(settings.epochs() * learnt, 1, training));
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
        + memory.reinforcementCopies(training)
        + (settings.snapshots().every() > 0 ? memory.trainedWeights(training) : 0)
        + memory.copy(scorerDepth);
  }
}

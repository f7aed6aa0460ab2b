package cai.reinforcement;

import cai.recipe.Impossible;
import cai.recipe.Setting;
import cai.reinforcement.advantages.AdvantageEstimator;
import cai.reinforcement.advantages.AdvantageKind;
import cai.reinforcement.advantages.GeneralisedAdvantages;
import cai.reinforcement.advantages.GroupRelative;
import cai.reinforcement.advantages.LeaveOneOut;
import cai.reinforcement.snapshots.SnapshotSettings;
import cai.run.Seeds;
import cai.sequence.AnswerLayout;
import cai.transformer.TrainedLayers;
import java.util.Optional;

/// How RL-CAI is trained: the recipe's section `reinforcement`.
public record ReinforcementSettings(
    @Setting(value = "12", min = 0, max = 1_000_000, about = "steps; each samples new answers")
        int steps,
    @Setting(value = "32", min = 2, max = 65_536, about = "answers sampled in a step")
        int answersPerStep,
    @Setting(
            value = "gae",
            about =
                "what an answer's reward is compared with: gae | leave-one-out | group; what a"
                    + " value head expects (PPO, paper), the mean of the other answers to its"
                    + " prompt (RLOO), the mean of all answers to its prompt (GRPO)")
        AdvantageKind advantages,
    @Setting(
            min = 1,
            max = 1024,
            about =
                "answers to each prompt of a step, its group; without it 1 for gae and 4 for"
                    + " leave-one-out and group")
        Optional<Integer> answersPerPrompt,
    @Setting(
            value = "false",
            about =
                "for group: whether advantages are divided by the deviation of the group's rewards,"
                    + " as in the first GRPO")
        boolean groupDeviation,
    @Setting(
            value = "0.5",
            min = 0,
            max = 1,
            about = "share of helpfulness prompts among a step's prompts")
        double helpfulShare,
    @Setting(value = "1", min = 0.1, max = 5, about = "temperature of the policy, also in its loss")
        double temperature,
    @Setting(value = "48", min = 1, max = 4096, about = "longest answer, tokens") int answerTokens,
    @Setting(
            value = "4",
            min = 1,
            max = 64,
            about = "passes over a step's answers (Bai et al. 2022a: 1 to 4)")
        int epochs,
    @Setting(value = "16", min = 1, max = 65_536, about = "answers in an optimiser step")
        int batchSize,
    @Setting(
            value = "2048",
            min = 16,
            max = 1_048_576,
            about = "tokens computed at once; only memory, speed and last digits depend on it")
        int tokensAtOnce,
    @Setting(
            value = "2e-5",
            min = 0,
            minExclusive = true,
            max = 1,
            about = "learning rate of the policy, after the warm-up")
        double learningRate,
    @Setting(value = "1e-3", min = 0, max = 1, about = "learning rate of the value head (gae)")
        double valueLearningRate,
    @Setting(value = "4", min = 0, max = 100_000, about = "optimiser steps of linear warm-up")
        int warmupSteps,
    @Setting(
            value = "0.34",
            min = 0,
            minExclusive = true,
            max = 1,
            about =
                "share of the layers that is trained, from the top; all layers train embedding and"
                    + " head too")
        double trainedShare,
    @Setting(
            value = "0",
            min = 0,
            max = 1024,
            about =
                "rank of adapters that are trained in place of those layers' weights (LoRA); 0"
                    + " trains the weights")
        int loraRank,
    @Setting(value = "0.2", min = 0, max = 10, about = "clip range of the ratio (paper: 0.2)")
        double clipRange,
    @Setting(value = "0.2", min = 0, max = 100, about = "clip range of the values (gae)")
        double valueClipRange,
    @Setting(
            value = "0.05",
            min = 0,
            max = 10,
            about =
                "weight of the KL penalty, per nat (paper: 0.001); with advantages: group in the"
                    + " loss, else in the reward")
        double klCoefficient,
    @Setting(
            value = "fresh",
            about =
                "what a score is measured in before it becomes a reward: fresh | training | none;"
                    + " mean and deviation of the scores of fresh answers of SL-CAI, the deviation"
                    + " of the preference model's training answers, or the score as it is (paper)")
        ScoreScale.ScaleKind scoreScale,
    @Setting(
            value = "32",
            min = 2,
            max = 65_536,
            about = "answers of SL-CAI that score-scale: fresh is measured on")
        int scaleAnswers,
    @Setting(value = "1", min = 0, max = 1, about = "discount of later rewards (gae)")
        double discount,
    @Setting(value = "0.95", min = 0, max = 1, about = "lambda of generalised advantages (gae)")
        double lambda,
    @Setting(value = "1", min = 0, minExclusive = true, max = 1000, about = "longest gradient")
        double clipGradientNorm,
    @Setting(about = "what keeps the policy from exploiting the preference model")
        PolicyGuards guards,
    @Setting(about = "policies on the way, gauged on prompts set aside")
        SnapshotSettings snapshots) {

  /// Guards of the reward. Clip and penalties are in the unit that `score-scale` gives to scores.
  public record PolicyGuards(
      @Setting(
              value = "5",
              min = 0,
              minExclusive = true,
              max = 1000,
              about = "scores, on their scale, are clipped to plus or minus this")
          double scoreClip,
      @Setting(value = "1", min = 0, max = 100, about = "taken from answers that do not end")
          double unfinishedPenalty,
      @Setting(value = "8", min = 0, max = 4096, about = "fewest tokens of an answer")
          int fewestTokens,
      @Setting(value = "1", min = 0, max = 100, about = "taken from answers shorter than that")
          double shortPenalty,
      @Setting(
              value = "0.3",
              min = 0,
              max = 1,
              about = "share of repeated bigrams above which an answer counts as repetitive")
          double mostRepetition,
      @Setting(value = "2", min = 0, max = 100, about = "taken from repetitive answers")
          double repetitionPenalty,
      @Setting(
              value = "0.1",
              min = 0,
              minExclusive = true,
              max = 100,
              about =
                  "KL of new to sampling policy, nats per token, that ends a step's passes early")
          double stepKl,
      @Setting(
              value = "20",
              min = 0,
              minExclusive = true,
              max = 100_000,
              about =
                  "KL to SL-CAI, nats per answer, above which training goes back to the last"
                      + " policy below it")
          double mostKl,
      @Setting(
              value = "2",
              min = 0,
              max = 64,
              about =
                  "how often training that leaves the limits, or whose numbers are not finite, goes"
                      + " back to the last good policy and on at half the learning rates; then it"
                      + " ends")
          int mostRollbacks) {}

  /// Answers to a prompt where the recipe does not say and answers are compared with each other.
  private static final int USUAL_GROUP = 4;

  public ReinforcementSettings {
    int group = group(advantages, answersPerPrompt);
    new Impossible()
        .when(
            advantages.comparesAnswers() && group < 2,
            "answers-per-prompt=%d leaves an answer nothing to be compared with, which advantages asks for; give 2 or more, or advantages: gae"
                .formatted(group))
        .when(
            answersPerStep % group != 0,
            "answers-per-step=%d is no multiple of the %d answers to each prompt (answers-per-prompt)"
                .formatted(answersPerStep, group))
        .when(
            guards.fewestTokens() > answerTokens,
            "guards.fewest-tokens=%d calls every answer too short, because answer-tokens=%d is the longest; lower the one or raise the other"
                .formatted(guards.fewestTokens(), answerTokens))
        .throwIfAny();
  }

  /// These settings with other advantages.
  public ReinforcementSettings with(AdvantageKind kind) {
    return new ReinforcementSettings(
        steps,
        answersPerStep,
        kind,
        answersPerPrompt,
        groupDeviation,
        helpfulShare,
        temperature,
        answerTokens,
        epochs,
        batchSize,
        tokensAtOnce,
        learningRate,
        valueLearningRate,
        warmupSteps,
        trainedShare,
        loraRank,
        clipRange,
        valueClipRange,
        klCoefficient,
        scoreScale,
        scaleAnswers,
        discount,
        lambda,
        clipGradientNorm,
        guards,
        snapshots);
  }

  /// Answers to each prompt of a step.
  public int group() {
    return group(advantages, answersPerPrompt);
  }

  private static int group(AdvantageKind advantages, Optional<Integer> given) {
    return given.orElse(advantages.comparesAnswers() ? USUAL_GROUP : 1);
  }

  /// Prompts that a step answers, the same prompt counted as often as it is drawn.
  public int promptsPerStep() {
    return answersPerStep / group();
  }

  /// How rewards become advantages.
  AdvantageEstimator estimator() {
    return switch (advantages) {
      case GAE -> new GeneralisedAdvantages(klCoefficient, discount, lambda);
      case LEAVE_ONE_OUT -> new LeaveOneOut(group(), klCoefficient, answerTokens);
      case GROUP -> new GroupRelative(group(), groupDeviation, klCoefficient, answerTokens);
    };
  }

  /// How prompts and answers are laid out for passes over them.
  AnswerLayout layout() {
    return new AnswerLayout(group() > 1, tokensAtOnce);
  }

  /// What of a decoder is trained.
  ///
  /// @param seeds for the values that adapters begin with
  public TrainedLayers trained(int layers, Seeds seeds) {
    return TrainedLayers.upper(
        layers, trainedShare, loraRank, seeds.seed("reinforcement", "adapters"));
  }
}

package cai.reinforcement;

import cai.sequence.Moments;
import java.util.Locale;

/// What a score of the preference model is measured in before it becomes a reward:
/// `reinforcement/score-scale.json`. A preference model's scores have an arbitrary zero and unit,
/// so the KL penalty weighs the same against the scores of different models only on a common scale.
///
/// @param kind how it was found
/// @param answers it was measured on; 0 where it was not measured here
/// @param mean score that counts 0
/// @param deviation score above that which counts 1
public record ScoreScale(
    String format, ScaleKind kind, int answers, double mean, double deviation) {
  /// Format and version of the file.
  public static final String FORMAT = "score-scale/1";

  private static final double SMALLEST = 1e-6;

  /// How a scale is found.
  public enum ScaleKind {
    /// Measured on answers that SL-CAI gives here.
    FRESH,
    /// What the preference model's training answers had.
    TRAINING,
    /// Scores stay as they are.
    NONE
  }

  /// Scores are measured by what the initial policy's have: mean 0 and population standard
  /// deviation 1. Scores that are all equal keep their unit.
  ///
  /// **Source**: the N implementation details of RLHF with PPO, 9.
  static ScoreScale fresh(double[] scores) {
    double deviation = Moments.deviation(scores);
    return new ScoreScale(
        FORMAT,
        ScaleKind.FRESH,
        scores.length,
        Moments.mean(scores),
        deviation > SMALLEST ? deviation : 1);
  }

  /// @param deviation of the scores of the preference model's training answers; their mean is 0
  public static ScoreScale training(double deviation) {
    return new ScoreScale(FORMAT, ScaleKind.TRAINING, 0, 0, deviation);
  }

  static ScoreScale none() {
    return new ScoreScale(FORMAT, ScaleKind.NONE, 0, 0, 1);
  }

  /// The scale in words.
  public String sentence() {
    return switch (kind) {
      case FRESH ->
          String.format(
              Locale.ROOT,
              "the scores of %d fresh answers of SL-CAI have mean %.3g and deviation %.3g; rewards"
                  + " count scores above that mean in that deviation",
              answers,
              mean,
              deviation);
      case TRAINING ->
          String.format(
              Locale.ROOT,
              "rewards count scores in %.3g, their deviation over the preference model's training"
                  + " answers",
              deviation);
      case NONE -> "rewards count scores as the preference model gives them";
    };
  }

  /// A score on this scale.
  double of(double score) {
    return (score - mean) / deviation;
  }
}

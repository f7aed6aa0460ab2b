package cai.reinforcement.advantages;

import cai.sequence.Moments;
import java.util.List;

/// The reward of an answer less the mean reward of all answers to its prompt, for each of its
/// tokens (GRPO). The KL to SL-CAI is not in the reward but in the loss, estimated by k3 at each
/// token. The loss sums over tokens and is divided by the number of answers and by the constant
/// `longest`: divided by their own lengths, long bad answers would be punished less than short
/// ones.
///
/// **Source**: Shao et al. 2024 (arXiv 2402.03300), equations 3 and 4; the constant in place of an
/// answer's length, and no division by the deviation, as in Liu et al. 2025 (arXiv 2503.20783).
///
/// @param group answers to a prompt
/// @param byDeviation whether advantages are divided by the deviation of the group's rewards
/// @param klCoefficient weight of the KL in the loss, per nat
/// @param longest tokens that an answer can have
public record GroupRelative(int group, boolean byDeviation, double klCoefficient, int longest)
    implements AdvantageEstimator {
  /// Added to the deviation, so that rewards which differ by rounding alone teach nothing.
  private static final double SMALLEST = 1e-4;

  public GroupRelative {
    AnswerGroups.require(group);
  }

  @Override
  public EstimatedAdvantages of(List<RewardedAnswer> answers) {
    return new AnswerGroups(group, RewardedAnswer::reward).estimated(answers, this::advantages);
  }

  private double[] advantages(double[] rewards) {
    double mean = Moments.mean(rewards);
    double unit = byDeviation ? Moments.deviation(rewards) + SMALLEST : 1;
    double[] advantages = new double[rewards.length];
    for (int i = 0; i < rewards.length; i++) advantages[i] = (rewards[i] - mean) / unit;
    return advantages;
  }

  @Override
  public boolean needsValues() {
    return false;
  }

  @Override
  public long divisor(int answers, long tokens) {
    return (long) answers * longest;
  }

  @Override
  public double lossKl() {
    return klCoefficient;
  }
}

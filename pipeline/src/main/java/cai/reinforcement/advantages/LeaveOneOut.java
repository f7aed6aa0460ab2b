package cai.reinforcement.advantages;

import java.util.List;

/// The reward of an answer less the mean reward of the other answers to its prompt, for each of its
/// tokens (RLOO). The reward has the KL penalty of the whole answer in it, so the other answers'
/// penalties are in the baseline. An answer is one action: the loss sums over its tokens and is
/// divided by the number of answers and by the constant `longest`, not by the answer's own length.
///
/// **Source**: Kool et al. 2019; Ahmadian et al. 2024 (arXiv 2402.14740), equations 3 and 8.
/// **Differs**: the loss is clipped token by token; the constant `longest` is ours and gives
/// learning rate and longest gradient the same meaning as in PPO.
///
/// @param group answers to a prompt
/// @param klCoefficient weight of the KL penalty, per nat
/// @param longest tokens that an answer can have
public record LeaveOneOut(int group, double klCoefficient, int longest)
    implements AdvantageEstimator {
  public LeaveOneOut {
    AnswerGroups.require(group);
  }

  @Override
  public EstimatedAdvantages of(List<RewardedAnswer> answers) {
    return new AnswerGroups(group, one -> one.reward() - klCoefficient * one.kl())
        .estimated(answers, LeaveOneOut::advantages);
  }

  private static double[] advantages(double[] rewards) {
    double[] advantages = new double[rewards.length];
    for (int i = 0; i < rewards.length; i++) {
      double others = 0;
      for (int j = 0; j < rewards.length; j++) if (j != i) others += rewards[j];
      advantages[i] = rewards[i] - others / (rewards.length - 1);
    }
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
    return 0;
  }
}

package cai.reinforcement.advantages;

import cai.sequence.Advantages;
import cai.sequence.TokenRewards;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Generalised advantage estimation on tokens, whitened over the step. The KL penalty is in the
/// reward of every token. The loss is a mean over tokens.
///
/// **Source**: Schulman et al. 2016; whitening as in the N implementation details of RLHF with PPO,
/// 18.
///
/// @param klCoefficient weight of the KL penalty, per nat
public record GeneralisedAdvantages(double klCoefficient, double discount, double lambda)
    implements AdvantageEstimator {

  @Override
  public EstimatedAdvantages of(List<RewardedAnswer> answers) {
    var estimates = new ArrayList<Advantages>();
    for (RewardedAnswer one : answers) {
      double[] tokens =
          TokenRewards.of(one.reward(), one.policy(), one.initialPolicy(), klCoefficient);
      estimates.add(Advantages.of(tokens, one.values(), discount, lambda));
    }
    return new EstimatedAdvantages(
        Advantages.whitened(estimates.stream().map(Advantages::advantages).toList()),
        estimates.stream().map(Advantages::returns).toList(),
        Optional.empty());
  }

  @Override
  public boolean needsValues() {
    return true;
  }

  @Override
  public long divisor(int answers, long tokens) {
    return tokens;
  }

  @Override
  public double lossKl() {
    return 0;
  }
}

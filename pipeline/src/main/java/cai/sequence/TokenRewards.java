package cai.sequence;

/// Rewards of the tokens of one response: a KL penalty at every token, and the score of the
/// preference model at the last.
///
/// **Source**: paper sections 4.1 and 4.2 and its predecessor: `r = r_PM - coefficient * KL(policy,
/// initial)`.
public final class TokenRewards {
  private TokenRewards() {}

  /// @param score of the whole response
  /// @param policy log-probabilities of the sampled tokens under the policy that sampled them
  /// @param initialPolicy log-probabilities of the same tokens under the initial policy
  public static double[] of(
      double score, double[] policy, double[] initialPolicy, double coefficient) {
    double[] rewards = new double[policy.length];
    for (int t = 0; t < rewards.length; t++)
      rewards[t] = -coefficient * Divergence.k1(policy[t], initialPolicy[t]);
    if (rewards.length > 0) rewards[rewards.length - 1] += score;
    return rewards;
  }
}

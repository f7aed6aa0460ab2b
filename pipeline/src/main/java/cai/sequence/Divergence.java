package cai.sequence;

/// Estimates of the KL divergence of the policy from the initial policy, from the log-probabilities
/// that both give to tokens which the policy sampled.
///
/// **Source**: Schulman, "Approximating KL divergence" (2020): k1 and k3.
public final class Divergence {
  private Divergence() {}

  /// k1, `log p - log q`: unbiased, may be negative. Used in the reward, token by token.
  public static double k1(double policy, double initialPolicy) {
    return policy - initialPolicy;
  }

  /// k3, `q/p - 1 - log(q/p)`: unbiased, never negative, less noisy. It ends the passes over a step
  /// early.
  public static double k3(double policy, double initialPolicy) {
    double ratio = initialPolicy - policy;
    return Math.expm1(ratio) - ratio;
  }
}

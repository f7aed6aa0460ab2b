package cai.sequence;

import cai.tensor.Tensor;

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
  /// early, and it is the KL of a loss.
  public static double k3(double policy, double initialPolicy) {
    double ratio = initialPolicy - policy;
    return Math.expm1(ratio) - ratio;
  }

  /// Sum over tokens of k3, with gradients for the policy. **Shape**: both [tokens].
  public static Tensor k3(Tensor policy, Tensor initialPolicy) {
    Tensor ratio = initialPolicy.sub(policy);
    return ratio.exp().add(-1).sub(ratio).sum();
  }
}

package cai.sequence;

import cai.tensor.Tensor;

/// The two losses of PPO on tokens.
///
/// **Source**: Schulman et al. 2017 (arXiv 1707.06347), equations 7 and 9; the value loss is
/// clipped as in the N implementation details of RLHF with PPO, 19.
public final class ClippedLoss {
  private ClippedLoss() {}

  /// Sum over tokens of `-min(ratio A, clip(ratio, 1 - range, 1 + range) A)`, with `ratio = exp(now
  /// - before)`. **Shape**: all [tokens].
  public static Tensor policy(Tensor now, Tensor before, Tensor advantages, double range) {
    Tensor ratio = now.sub(before).exp();
    Tensor free = ratio.mul(advantages);
    Tensor clipped = ratio.clamp(1 - range, 1 + range).mul(advantages);
    return free.minimum(clipped).sum().neg();
  }

  /// Sum over tokens of `max((v - R)^2, (v_clipped - R)^2) / 2`, where `v_clipped` is at most
  /// `range` away from the value before the update. **Shape**: all [tokens].
  public static Tensor value(Tensor now, Tensor before, Tensor returns, double range) {
    Tensor near = before.add(now.sub(before).clamp(-range, range));
    Tensor free = now.sub(returns).square();
    return free.maximum(near.sub(returns).square()).sum().mul(0.5);
  }
}

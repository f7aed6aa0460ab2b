package cai.reinforcement;

import cai.transformer.Arithmetic;
import java.util.List;
import java.util.Locale;

/// The check before the first update. At that point policy, sampling policy and SL-CAI are the same
/// model, so every difference between what they say about a token is a fault of the program:
/// another template, another mask, another temperature, a position too far.
///
/// @param ratio limit of |ratio - 1| over tokens
/// @param kl limit of the mean KL to SL-CAI, nats per token
/// @param sampler limit of the largest difference between sampled and recomputed log-probability
record PreflightCheck(double ratio, double kl, double sampler) {

  /// Limits that float noise stays below.
  static PreflightCheck of(Arithmetic arithmetic) {
    return switch (arithmetic) {
      case FP32 -> new PreflightCheck(1e-2, 1e-3, 1e-2);
      // The sampling policy has rounded copies of weights that the policy has exact.
      case FP16 -> new PreflightCheck(1e-2, 1e-3, 5e-2);
      // Rounded inputs differ where sums are taken in another order.
      case BF16 -> new PreflightCheck(0.2, 5e-3, 0.5);
    };
  }

  /// @param maxRatioDeviation of the first optimiser step, before its update
  /// @param recomputed log-probabilities at temperature 1
  Preflight of(
      double maxRatioDeviation,
      List<Trajectory> trajectories,
      List<double[]> sampled,
      List<double[]> recomputed) {
    double divergence = 0;
    long tokens = 0;
    double gap = 0;
    for (int i = 0; i < trajectories.size(); i++) {
      Trajectory one = trajectories.get(i);
      divergence += one.kl();
      tokens += one.policy().length;
      for (int t = 0; t < one.policy().length; t++)
        gap = Math.max(gap, Math.abs(sampled.get(i)[t] - recomputed.get(i)[t]));
    }
    double perToken = Math.abs(divergence / tokens);
    boolean passed = maxRatioDeviation <= ratio && perToken <= kl && gap <= sampler;
    String sentence =
        String.format(
            Locale.ROOT,
            "before the first update: largest |ratio - 1| %.2g (limit %.2g), KL to SL-CAI %.2g nats"
                + " per token (limit %.2g), sampled and recomputed log-probabilities differ by at"
                + " most %.2g nats (limit %.2g): %s",
            maxRatioDeviation,
            ratio,
            perToken,
            kl,
            gap,
            sampler,
            passed ? "as it should be" : "the policy is not the model it should be");
    return new Preflight(Preflight.FORMAT, maxRatioDeviation, perToken, gap, passed, sentence);
  }
}

package cai.reinforcement;

import cai.transformer.Arithmetic;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The check before the first update. At that point policy, sampling policy and SL-CAI are the same
/// model, so every difference between what they say about a token is rounding or a fault of the
/// program: another template, another mask, another temperature, a position too far. Rounding errs
/// to both sides and leaves the mean small; a fault moves most tokens.
///
/// The limits are about three times the values measured on 768 tokens of the default model. The
/// limit of the largest gap is twice as wide, because the largest of more tokens is larger
/// (docs/experiments.md).
///
/// @param ratio limit of the largest |ratio - 1| of a token; a twentieth of the usual clip range
/// @param kl limit of the mean KL to SL-CAI, nats per token
/// @param meanGap limit of the mean absolute difference between sampled and recomputed
///   log-probability, nats
/// @param maxGap limit of the largest
record PreflightCheck(double ratio, double kl, double meanGap, double maxGap) {

  /// Limits that rounding stays below.
  static PreflightCheck of(Arithmetic arithmetic) {
    return switch (arithmetic) {
      case FP32 -> new PreflightCheck(1e-2, 1e-3, 1e-3, 1e-2);
      // The sampling policy has rounded copies of weights that the policy has exact.
      case FP16 -> new PreflightCheck(1e-2, 1e-3, 5e-3, 5e-2);
      // Sampler and training take sums in another order and round what comes of them to 8 bits. Two
      // passes of training do not, whatever sequences they have beside a token's own.
      case BF16 -> new PreflightCheck(1e-2, 1e-3, 0.1, 0.5);
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
    double sum = 0;
    double largest = 0;
    for (int i = 0; i < trajectories.size(); i++) {
      Trajectory one = trajectories.get(i);
      divergence += one.kl();
      tokens += one.policy().length;
      for (int t = 0; t < one.policy().length; t++) {
        double gap = Math.abs(sampled.get(i)[t] - recomputed.get(i)[t]);
        sum += gap;
        largest = Math.max(largest, gap);
      }
    }
    double perToken = Math.abs(divergence / tokens);
    double mean = sum / tokens;
    // NaN is within no limit.
    boolean passed =
        maxRatioDeviation <= ratio && perToken <= kl && mean <= meanGap && largest <= maxGap;
    String sentence =
        String.format(
            Locale.ROOT,
            "before the first update: largest |ratio - 1| %.2g (limit %.2g), KL to SL-CAI %.2g nats"
                + " per token (limit %.2g), sampled and recomputed log-probabilities differ by %.2g"
                + " nats in the mean (limit %.2g) and by at most %.2g nats (limit %.2g): %s",
            maxRatioDeviation,
            ratio,
            perToken,
            kl,
            mean,
            meanGap,
            largest,
            maxGap,
            passed ? "as it should be" : "the policy is not the model it should be");
    return new Preflight(
        Preflight.FORMAT,
        maxRatioDeviation,
        perToken,
        Optional.of(mean),
        largest,
        passed,
        sentence);
  }
}

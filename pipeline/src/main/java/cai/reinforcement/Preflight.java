package cai.reinforcement;

import cai.json.Absent;
import java.util.Optional;

/// What was checked before the first update: `reinforcement/preflight.json`.
///
/// @param maxRatioDeviation largest |ratio - 1| over tokens before any update; 0 but for float
///   noise
/// @param klToInitial of the untrained policy to the initial policy, nats per token; 0 but for
///   float noise
/// @param meanSamplerLogProbabilityGap mean absolute difference between a token's log-probability
///   as sampled and as recomputed for training, nats; not in files of earlier versions
/// @param samplerLogProbabilityGap largest difference between a token's log-probability as sampled
///   and as recomputed for training, nats
/// @param passed whether all stay below their limits
/// @param sentence the outcome in words
public record Preflight(
    String format,
    double maxRatioDeviation,
    double klToInitial,
    @Absent("") Optional<Double> meanSamplerLogProbabilityGap,
    double samplerLogProbabilityGap,
    boolean passed,
    String sentence) {
  /// Format and version of the file.
  public static final String FORMAT = "preflight/1";
}

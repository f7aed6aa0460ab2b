package cai.reinforcement;

/// What was checked before the first update: `reinforcement/preflight.json`.
///
/// @param maxRatioDeviation largest |ratio - 1| over tokens before any update; 0 but for float
///   noise
/// @param klToInitial of the untrained policy to the initial policy, nats per token; 0 but for
///   float noise
/// @param samplerLogProbabilityGap largest difference between a token's log-probability as sampled
///   and as recomputed for training, nats
/// @param passed whether all three stay below their limits
/// @param sentence the outcome in words
public record Preflight(
    String format,
    double maxRatioDeviation,
    double klToInitial,
    double samplerLogProbabilityGap,
    boolean passed,
    String sentence) {
  /// Format and version of the file.
  public static final String FORMAT = "preflight/1";
}

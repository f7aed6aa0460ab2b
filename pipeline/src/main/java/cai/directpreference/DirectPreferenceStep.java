package cai.directpreference;

/// One optimiser step of direct preference optimisation: one line of `reinforcement/metrics.jsonl`
/// where `policy` is `dpo`.
///
/// @param step from 1
/// @param epoch passes over the pairs so far, fractional
/// @param batch of the step's pairs, before its update
/// @param learningRate used in this step
/// @param gradientNorm L2 norm over all trained weights before clipping
public record DirectPreferenceStep(
    String format,
    int step,
    double epoch,
    PairMeasures batch,
    double learningRate,
    double gradientNorm) {
  /// Format and version of the lines.
  public static final String FORMAT = "direct-preference-step/1";
}

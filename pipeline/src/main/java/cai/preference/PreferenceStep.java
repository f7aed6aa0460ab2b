package cai.preference;

/// One optimiser step of the preference model: one line of `preference/metrics.jsonl`.
///
/// @param step from 1
/// @param loss mean cross-entropy between the soft label and sigmoid(score of first - score of
///   second), nats per comparison; ln 2 = 0.693 for a model that knows nothing
/// @param accuracy share of the batch's comparisons whose likelier answer gets the higher score
/// @param learningRate used in this step
public record PreferenceStep(
    String format, int step, double loss, double accuracy, double learningRate) {
  /// Format and version of the lines.
  public static final String FORMAT = "preference-step/1";
}

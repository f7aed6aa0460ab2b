package cai.evaluation.gauges;

import cai.json.Absent;
import java.util.Optional;

/// How well a model predicts the passages of the capability probe. Intervals are at 95 %, over
/// passages.
///
/// @param model name of the contender
/// @param loss mean over passages of their losses, nats per token; lower is better
/// @param passages that the model was asked about
/// @param tokens of them
/// @param change against the model that it was trained from; empty for the first model
/// @param sinceFirst against the first model; empty for the first model, and in files of versions
///   that did not compute it
public record ProbeResult(
    String model,
    double loss,
    double low,
    double high,
    int passages,
    long tokens,
    Optional<ProbeChange> change,
    @Absent("") Optional<ProbeChange> sinceFirst) {
  /// The difference of two models, paired by passage.
  ///
  /// @param from name of the earlier model
  /// @param change loss of the later model less that of the earlier one, nats per token
  public record ProbeChange(String from, double change, double low, double high) {}
}

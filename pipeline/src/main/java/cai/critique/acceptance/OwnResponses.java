package cai.critique.acceptance;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// How the model's own responses to the red-team prompts of a run read: the measure of how low a
/// revision may lie.
public record OwnResponses(Spread topic, Spread fluency) {
  /// Fewest responses whose spread says something.
  static final int FEWEST = 8;

  // One prompt more or less should not change which revisions are accepted of all others.
  private static final double STEPS_PER_NAT = 20;

  /// Mean and standard deviation over the responses, nats a token, in steps of a twentieth.
  public record Spread(double mean, double deviation) {
    static Spread of(List<Double> values) {
      double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
      double variance =
          values.stream().mapToDouble(x -> (x - mean) * (x - mean)).average().orElseThrow();
      return new Spread(rounded(mean), rounded(Math.sqrt(variance)));
    }

    private static double rounded(double nats) {
      return Math.rint(nats * STEPS_PER_NAT) / STEPS_PER_NAT;
    }

    /// The value that lies a number of deviations below the mean.
    double below(double deviations) {
      return mean - deviations * deviation;
    }
  }

  /// Summarises the responses; empty where there are too few.
  public static Optional<OwnResponses> of(Collection<TextReading> responses) {
    if (responses.size() < FEWEST) return Optional.empty();
    return Optional.of(
        new OwnResponses(
            spread(responses, TextReading::topic), spread(responses, TextReading::fluency)));
  }

  private static Spread spread(
      Collection<TextReading> responses, ToDoubleFunction<TextReading> value) {
    return Spread.of(responses.stream().map(value::applyAsDouble).toList());
  }
}

package cai.feedback.confidence;

import cai.constitution.Aim;
import java.util.List;
import java.util.Optional;

/// How sure the labels of a run are and why: `feedback/confidence.json`.
public record LabelConfidence(String format, List<OfAim> aims) {
  /// Format and version of the file.
  public static final String FORMAT = "label-confidence/1";

  public LabelConfidence {
    aims = List.copyOf(aims);
  }

  /// Where a temperature is from.
  public enum ConfidenceSource {
    /// Fitted to the known comparisons of the aim.
    KNOWN_COMPARISONS,
    /// The spread of the log-odds themselves: how sure the labels are then says nothing about how
    /// often they are right.
    SPREAD,
    /// The feedback model's own probabilities.
    MODEL
  }

  /// The labels of one aim.
  ///
  /// @param source where the temperature is from
  /// @param temperature that log-odds are divided by, nats
  /// @param knownPairs of this aim that the feedback model compared
  /// @param conversations that they are about
  /// @param logLoss of the known pairs, each under the temperature that was fitted without its
  ///   fold, nats; ln 2 knows nothing; empty where nothing was fitted
  /// @param logLossOfSpread of the known pairs under the spread of all log-odds, nats; empty where
  ///   nothing was fitted
  public record OfAim(
      Aim aim,
      ConfidenceSource source,
      double temperature,
      int knownPairs,
      int conversations,
      Optional<Double> logLoss,
      Optional<Double> logLossOfSpread) {}

  /// What is said of an aim.
  public Optional<OfAim> of(Aim aim) {
    return aims.stream().filter(one -> one.aim() == aim).findFirst();
  }
}

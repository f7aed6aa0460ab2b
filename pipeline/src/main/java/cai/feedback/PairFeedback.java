package cai.feedback;

import cai.language.Outcome;
import cai.language.Outcome.Given;
import cai.language.Outcome.Refused;
import java.util.List;

/// The feedback model's feedback on a pair, before any label is made from it. It is written as it
/// stands here, with a reason where there are no log-odds.
///
/// @param logOdds of the first answer being the better one, nats: one for each order of the
///   options, each chain of thought, or a single difference of balanced scores; empty where the
///   feedback model could not compare the pair
/// @param flipped whether the two orders of the options disagreed (multiple choice only)
/// @param reason why there are no log-odds; empty where there are
/// @param promptTokens read for it
/// @param tokens sampled for it
public record PairFeedback(
    List<Double> logOdds, boolean flipped, String reason, long promptTokens, long tokens) {
  public PairFeedback {
    logOdds = List.copyOf(logOdds);
    if (logOdds.isEmpty() == reason.isEmpty())
      throw new IllegalArgumentException("feedback has either log-odds or a reason");
  }

  static PairFeedback of(List<Double> logOdds, boolean flipped, long promptTokens, long tokens) {
    return new PairFeedback(logOdds, flipped, "", promptTokens, tokens);
  }

  /// What is written of an outcome.
  static PairFeedback of(Outcome<PairFeedback> outcome) {
    return switch (outcome) {
      case Given<PairFeedback>(PairFeedback feedback) -> feedback;
      case Refused<PairFeedback>(String reason) -> unreadable(reason);
    };
  }

  static PairFeedback unreadable(String reason) {
    return new PairFeedback(List.of(), false, reason, 0, 0);
  }

  /// Whether the feedback model could compare the pair.
  public boolean readable() {
    return reason.isEmpty();
  }

  /// Mean of the log-odds, nats; 0 where there are none.
  public double meanLogOdds() {
    return logOdds.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }
}

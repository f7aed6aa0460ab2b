package cai.feedback;

import cai.language.Outcome;
import cai.language.Outcome.Given;
import cai.language.Outcome.Refused;
import java.util.List;

/// What a feedback model said of a pair, before any label is made of it; as it is written, so that
/// a reason stands beside empty log-odds.
///
/// @param logOdds of the first answer being the better one, nats: one for each order of the
///   options, each chain of thought, or a single difference of balanced scores; empty where the
///   pair could not be judged
/// @param flipped whether the two orders of the options disagreed (multiple choice only)
/// @param reason why there is no judgement; no text where there is one
/// @param promptTokens read for it
/// @param tokens sampled for it
public record Judgement(
    List<Double> logOdds, boolean flipped, String reason, long promptTokens, long tokens) {
  public Judgement {
    logOdds = List.copyOf(logOdds);
    if (logOdds.isEmpty() == reason.isEmpty())
      throw new IllegalArgumentException("a judgement has either log-odds or a reason");
  }

  static Judgement of(List<Double> logOdds, boolean flipped, long promptTokens, long tokens) {
    return new Judgement(logOdds, flipped, "", promptTokens, tokens);
  }

  /// What is written of an outcome.
  static Judgement of(Outcome<Judgement> outcome) {
    return switch (outcome) {
      case Given<Judgement>(Judgement judgement) -> judgement;
      case Refused<Judgement>(String reason) -> unreadable(reason);
    };
  }

  static Judgement unreadable(String reason) {
    return new Judgement(List.of(), false, reason, 0, 0);
  }

  /// Whether the pair could be judged.
  public boolean readable() {
    return reason.isEmpty();
  }

  /// Mean of the log-odds, nats; 0 where the pair could not be judged.
  public double meanLogOdds() {
    return logOdds.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }
}

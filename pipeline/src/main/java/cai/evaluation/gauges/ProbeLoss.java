package cai.evaluation.gauges;

import cai.language.Outcome;
import cai.language.Outcome.Given;
import cai.language.Outcome.Refused;
import cai.language.Scoring.Scored;
import java.util.Optional;

/// How well a model predicts a passage: one line of `probe-<model>.journal`.
///
/// @param id of the passage
/// @param loss mean over the tokens behind the opening, nats per token; empty where the model could
///   not be asked
/// @param tokens behind the opening
/// @param reason why the model could not be asked; no text where it was
public record ProbeLoss(
    String format, String id, Optional<Double> loss, int tokens, String reason) {
  /// Format and version of the lines.
  static final String FORMAT = "probe-loss/1";

  static ProbeLoss of(ProbePassage passage, Outcome<Scored> outcome) {
    return switch (outcome) {
      case Given<Scored>(Scored scored) -> {
        int tokens = scored.tokens().getFirst();
        double loss = -scored.logProbabilities().getFirst() / Math.max(1, tokens);
        yield new ProbeLoss(FORMAT, passage.id(), Optional.of(loss), tokens, "");
      }
      case Refused<Scored>(String reason) ->
          new ProbeLoss(FORMAT, passage.id(), Optional.empty(), 0, reason);
    };
  }
}

package cai.contextdistillation;

import java.util.Optional;

/// How the feedback model judges both answers of [FlipAnswers]: one line of
/// `reinforcement/flips.jsonl`.
///
/// @param id of the prompt
/// @param plain balanced score of the answer without a context, nats; empty where there is none
/// @param shown balanced score of the answer with the principle in its context, nats
/// @param reason why there is no score; no text where there are both
record FlipScores(
    String format, String id, Optional<Double> plain, Optional<Double> shown, String reason) {
  static final String FORMAT = "flip-scores/1";

  boolean isScored() {
    return plain.isPresent() && shown.isPresent();
  }
}

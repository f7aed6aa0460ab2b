package cai.evaluation;

import java.util.Optional;

/// The score that a model gave to a text: one line of `judgements.journal` and of `scores.journal`.
///
/// @param id of the text among those of its file
/// @param score empty where it could not be read
record TextScore(String format, String id, Optional<Double> score) {
  static final String FORMAT = "text-score/1";

  static TextScore of(String id, Optional<Double> score) {
    return new TextScore(FORMAT, id, score.filter(Double::isFinite));
  }
}

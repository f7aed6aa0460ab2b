package cai.evaluation;

import cai.json.Absent;
import java.util.Optional;

/// The score that a model gave to a text: one line of `judgements.journal` and of `scores.journal`.
///
/// @param id of the text among those of its file
/// @param score empty where it could not be read
/// @param reason why the model was not asked, or empty; empty in lines of format 1
record TextScore(String format, String id, Optional<Double> score, @Absent("") String reason) {
  static final String FORMAT = "text-score/2";

  static TextScore of(String id, Optional<Double> score) {
    return new TextScore(FORMAT, id, score.filter(Double::isFinite), "");
  }

  static TextScore refused(String id, String reason) {
    return new TextScore(FORMAT, id, Optional.empty(), reason);
  }
}

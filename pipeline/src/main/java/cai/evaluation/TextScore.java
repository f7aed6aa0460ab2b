package cai.evaluation;

import cai.json.Absent;
import cai.language.Outcome;
import cai.language.Outcome.Given;
import cai.language.Outcome.Refused;
import java.util.Optional;

/// The score that a model gave to a text: one line of `judgements.journal` and of `scores.journal`.
///
/// @param id of the text, unique in its file
/// @param score absent where it could not be read
/// @param reason why the model was not asked; no text where it was, nor in lines of format 1
record TextScore(String format, String id, Optional<Double> score, @Absent("") String reason) {
  static final String FORMAT = "text-score/2";

  static TextScore of(String id, Optional<Double> score) {
    return new TextScore(FORMAT, id, score.filter(Double::isFinite), "");
  }

  /// What is written of an outcome.
  static TextScore of(String id, Outcome<Double> outcome) {
    return switch (outcome) {
      case Given<Double>(Double score) -> of(id, Optional.of(score));
      case Refused<Double>(String reason) -> new TextScore(FORMAT, id, Optional.empty(), reason);
    };
  }
}

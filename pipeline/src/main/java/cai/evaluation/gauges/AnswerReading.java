package cai.evaluation.gauges;

import cai.critique.acceptance.TextGauge.GaugedReading;
import cai.critique.acceptance.TextReading;
import cai.language.Outcome;
import cai.language.Outcome.Given;
import cai.language.Outcome.Refused;
import java.util.Optional;

/// How an answer reads to the model before any training: one line of `readings.journal`.
///
/// @param id of the answer, unique in the file
/// @param reading empty where the model could not be asked
/// @param reason why it could not; no text where it was
public record AnswerReading(
    String format, String id, Optional<TextReading> reading, String reason) {
  /// Format and version of the lines.
  static final String FORMAT = "answer-reading/1";

  static AnswerReading of(String id, Outcome<GaugedReading> outcome) {
    return switch (outcome) {
      case Given<GaugedReading>(GaugedReading gauged) ->
          new AnswerReading(FORMAT, id, Optional.of(gauged.reading()), "");
      case Refused<GaugedReading>(String reason) ->
          new AnswerReading(FORMAT, id, Optional.empty(), reason);
    };
  }
}

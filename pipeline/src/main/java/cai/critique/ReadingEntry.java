package cai.critique;

import cai.critique.acceptance.TextGauge.GaugedReading;
import cai.critique.acceptance.TextReading;
import cai.language.Outcome;
import java.util.Optional;

/// One line of the journal of readings: how a response reads as the answer to its prompt.
///
/// @param id of the red-team prompt
/// @param reading empty where there is no response or the model could not read it
/// @param reason why; no text where there is a reading
/// @param promptTokens read for it
record ReadingEntry(String id, Optional<TextReading> reading, String reason, long promptTokens) {
  static ReadingEntry of(String id, Outcome<GaugedReading> outcome) {
    return new ReadingEntry(
        id,
        outcome.given().map(GaugedReading::reading),
        outcome.refusal().orElse(""),
        outcome.given().map(GaugedReading::tokensRead).orElse(0L));
  }
}

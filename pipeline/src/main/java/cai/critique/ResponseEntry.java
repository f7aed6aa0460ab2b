package cai.critique;

import cai.language.Answers.SampledOutcome;
import cai.language.Outcome;
import cai.language.Outcome.Given;
import cai.language.Outcome.Refused;

/// One line of the journal of responses.
///
/// @param id of the red-team prompt
record ResponseEntry(String id, Written answer) {
  /// An answer as it is written.
  ///
  /// @param reason why there is no text; no text itself where there is an answer
  record Written(String text, boolean ended, String reason, int promptTokens, int tokens) {}

  static ResponseEntry of(String id, SampledOutcome answer) {
    return new ResponseEntry(
        id,
        new Written(
            answer.text().given().orElse(""),
            answer.ended(),
            answer.text().refusal().orElse(""),
            answer.promptTokens(),
            answer.tokens()));
  }

  /// The answer that was written.
  SampledOutcome read() {
    Outcome<String> text =
        answer.reason().isEmpty() ? new Given<>(answer.text()) : new Refused<>(answer.reason());
    return new SampledOutcome(text, answer.ended(), answer.promptTokens(), answer.tokens());
  }
}

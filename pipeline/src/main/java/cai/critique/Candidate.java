package cai.critique;

import cai.critique.acceptance.CandidateVerdict;
import cai.critique.acceptance.GaugedCandidate;
import cai.critique.acceptance.TextReading;
import java.util.Optional;
import java.util.OptionalDouble;

/// A sampled revision until it is decided on.
final class Candidate {
  final String text;
  final boolean ended;
  final String leadIn;
  final OptionalDouble meanLogProbability;
  Optional<CandidateVerdict> objection;
  Optional<TextReading> reading = Optional.empty();
  Optional<Double> balance = Optional.empty();

  /// @param text with the lead-in
  /// @param ended whether it came to its end
  /// @param meanLogProbability of the tokens behind the lead-in as they were sampled, nats
  /// @param objection why it may not be taken, if a guard says so
  Candidate(
      String text,
      boolean ended,
      String leadIn,
      OptionalDouble meanLogProbability,
      Optional<CandidateVerdict> objection) {
    this.text = text;
    this.ended = ended;
    this.leadIn = leadIn;
    this.meanLogProbability = meanLogProbability;
    this.objection = objection;
  }

  /// Whether nothing speaks against it so far.
  boolean allowed() {
    return objection.isEmpty();
  }

  GaugedCandidate decided(boolean taken) {
    CandidateVerdict accepted = taken ? CandidateVerdict.TAKEN : CandidateVerdict.ANOTHER_BETTER;
    return new GaugedCandidate(leadIn, text, ended, objection.orElse(accepted), reading, balance);
  }
}

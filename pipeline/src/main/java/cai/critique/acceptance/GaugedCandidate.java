package cai.critique.acceptance;

import java.util.Optional;

/// A sampled revision with what was measured of it and what became of it.
///
/// @param leadIn the opening that was given to it; no text where there was none
/// @param text with the lead-in
/// @param ended whether it came to its end
/// @param reading how it reads as an answer; empty where it was not gauged, because it was refused
///   before, was not needed, or acceptance is off
/// @param balance balanced yes/no score under the principle, nats; empty where nobody asked
public record GaugedCandidate(
    String leadIn,
    String text,
    boolean ended,
    CandidateVerdict verdict,
    Optional<TextReading> reading,
    Optional<Double> balance) {}

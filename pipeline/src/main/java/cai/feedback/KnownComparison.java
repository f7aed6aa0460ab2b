package cai.feedback;

import cai.constitution.Aim;

/// What the feedback model said of a pair whose better answer is known: one line of
/// `feedback/calibration.jsonl`.
///
/// @param source `own` for the project's hand-written pairs, `human` for human labels
/// @param probabilityBetter soft label in [0, 1] given to the truly better answer; above 0.5 is
///   right, 0.5 is a tie
/// @param betterIsLonger whether the better answer has more words
/// @param flipped whether the two orders disagreed (multiple choice only)
public record KnownComparison(
    String format,
    String id,
    Aim aim,
    String source,
    double probabilityBetter,
    boolean betterIsLonger,
    boolean flipped) {
  /// Format and version of the lines.
  public static final String FORMAT = "known-comparison/1";

  public KnownComparison {
    if (!(probabilityBetter >= 0 && probabilityBetter <= 1))
      throw new IllegalArgumentException(id + ": probabilityBetter=" + probabilityBetter);
  }
}

package cai.feedback;

import cai.constitution.Aim;
import cai.json.Absent;

/// What the feedback model said of a pair whose better answer is known: one line of
/// `feedback/calibration.jsonl`.
///
/// @param source `own` for the project's hand-written pairs, `human` for human labels
/// @param conversation names what the pair is about: pairs of one conversation are one cluster;
///   empty in lines of format 1, whose pairs count as one each
/// @param probabilityBetter label in [0, 1] as the run trains on it, hardened or clamped where the
///   recipe says so, given to the truly better answer; above 0.5 is right, 0.5 is a tie
/// @param betterIsLonger whether the better answer has more words
/// @param flipped whether the two orders disagreed (multiple choice only)
public record KnownComparison(
    String format,
    String id,
    Aim aim,
    String source,
    @Absent("") String conversation,
    double probabilityBetter,
    boolean betterIsLonger,
    boolean flipped) {
  /// Format and version of the lines.
  public static final String FORMAT = "known-comparison/2";

  /// Names the cluster of the pair.
  public String cluster() {
    return conversation.isEmpty() ? id : conversation;
  }

  public KnownComparison {
    if (!(probabilityBetter >= 0 && probabilityBetter <= 1))
      throw new IllegalArgumentException(id + ": probabilityBetter=" + probabilityBetter);
  }
}

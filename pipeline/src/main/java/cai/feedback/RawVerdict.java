package cai.feedback;

/// The feedback on a pair before a label is made from it: one line of `verdicts.jsonl`.
///
/// @param principle id of the drawn principle
/// @param judgement the feedback, under the name that files of earlier versions have for it
public record RawVerdict(String format, String id, String principle, PairFeedback judgement) {
  /// Format and version of the lines.
  public static final String FORMAT = "raw-verdict/1";
}

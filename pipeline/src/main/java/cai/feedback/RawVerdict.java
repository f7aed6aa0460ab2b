package cai.feedback;

/// A judgement before labels are made of it: one line of `verdicts.jsonl`.
///
/// @param principle id of the drawn principle
public record RawVerdict(String format, String id, String principle, Judgement judgement) {
  /// Format and version of the lines.
  public static final String FORMAT = "raw-verdict/1";
}

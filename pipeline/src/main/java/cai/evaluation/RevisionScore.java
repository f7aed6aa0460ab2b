package cai.evaluation;

/// The preference model's score of one text of a revision chain: one line of
/// `evaluation/revision-scores.jsonl`.
///
/// @param id of the chain
/// @param round 0 is the response, n the text after revision n
/// @param score of the preference model, no unit, comparable within one model only
/// @param words of the text
public record RevisionScore(String format, String id, int round, double score, int words) {
  /// Format and version of the lines.
  public static final String FORMAT = "revision-score/1";
}

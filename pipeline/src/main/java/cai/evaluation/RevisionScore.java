package cai.evaluation;

import cai.json.Absent;

/// The preference model's score of one text of a revision chain: one line of
/// `evaluation/revision-scores.jsonl`.
///
/// @param id of the chain
/// @param conversation of its prompt; the id in lines of format 1, which do not say
/// @param round 0 is the response, n the text after revision n
/// @param score of the preference model, no unit, comparable within one model only
/// @param words of the text
public record RevisionScore(
    String format, String id, @Absent("") String conversation, int round, double score, int words) {
  public RevisionScore {
    if (conversation.isEmpty()) conversation = id;
  }

  /// Format and version of the lines.
  public static final String FORMAT = "revision-score/2";
}

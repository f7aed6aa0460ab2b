package cai.bestof;

import cai.constitution.Aim;
import java.util.List;

/// The candidates for one training prompt: one line of `reinforcement/candidates.jsonl` where
/// `policy` is `best-of-n`.
///
/// @param id of the prompt
/// @param candidates none where there is a reason
/// @param best number of the chosen one, from 0; 0 where there is none
/// @param reason why there are none; no text where there are
public record BestOfLine(
    String format, String id, Aim aim, List<CandidateAnswer> candidates, int best, String reason) {
  /// Format and version of the lines.
  public static final String FORMAT = "best-of-candidates/1";

  public BestOfLine {
    candidates = List.copyOf(candidates);
  }
}

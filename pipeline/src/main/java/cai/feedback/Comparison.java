package cai.feedback;

import cai.constitution.Aim;
import cai.dialogue.Dialogue;
import cai.json.Absent;
import java.util.Optional;

/// Two answers to one prompt and how much better the first is: one line of `comparisons.jsonl`.
///
/// @param conversation of the prompt; the id in lines of format 1, which do not say
/// @param firstEnded whether the first answer came to its end; true in lines of format 1, which do
///   not say
/// @param secondEnded whether the second answer came to its end; true in lines of format 1
/// @param principle id of the drawn principle; `human` for a human label
/// @param verdict the label, or why there is none
public record Comparison(
    String format,
    String id,
    @Absent("") String conversation,
    Aim aim,
    String kind,
    Dialogue prompt,
    String first,
    String second,
    @Absent("true") boolean firstEnded,
    @Absent("true") boolean secondEnded,
    String principle,
    Verdict verdict) {
  public Comparison {
    if (conversation.isEmpty()) conversation = id;
  }

  /// Format and version of the lines.
  public static final String FORMAT = "comparison/2";

  /// How many of its two answers were cut off.
  public int cutOff() {
    return (firstEnded ? 0 : 1) + (secondEnded ? 0 : 1);
  }

  /// What the feedback model said.
  ///
  /// @param probabilityFirst soft label in [0, 1] after standardising and clamping: the probability
  ///   that the first answer is the better one; empty where it could not be read
  /// @param rawLogOdds log-odds of the first answer as the model gave them, averaged over orders or
  ///   questions, nats
  /// @param flipped whether the two orders disagreed (multiple choice only)
  /// @param reason why there is no label; no text where there is one
  public record Verdict(
      Optional<Double> probabilityFirst, double rawLogOdds, boolean flipped, String reason) {}
}

package cai.feedback;

import cai.constitution.Aim;
import cai.dialogue.Dialogue;
import cai.json.Absent;

/// Two sampled answers to one prompt: one line of `pairs.jsonl`.
///
/// @param conversation of the prompt; the id in lines of format 1, which do not say
/// @param aim under whose principles the two are compared
/// @param firstEnded whether the first answer came to its end; true in lines of format 1, which do
///   not say
/// @param secondEnded whether the second answer came to its end; true in lines of format 1
/// @param reason why an answer is missing; no text where both are there
/// @param promptTokens read for both
/// @param tokens sampled for both
public record ResponsePair(
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
    String reason,
    long promptTokens,
    long tokens) {
  public ResponsePair {
    if (conversation.isEmpty()) conversation = id;
  }

  /// Format and version of the lines.
  public static final String FORMAT = "response-pair/2";
}

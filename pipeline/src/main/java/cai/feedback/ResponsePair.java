package cai.feedback;

import cai.constitution.Aim;
import cai.dialogue.Dialogue;

/// Two sampled answers to one prompt: one line of `pairs.jsonl`.
///
/// @param aim under whose principles the two are compared
/// @param reason why an answer is missing, or empty
/// @param promptTokens read for both
/// @param tokens sampled for both
public record ResponsePair(
    String format,
    String id,
    Aim aim,
    String kind,
    Dialogue prompt,
    String first,
    String second,
    String reason,
    long promptTokens,
    long tokens) {
  /// Format and version of the lines.
  public static final String FORMAT = "response-pair/1";
}

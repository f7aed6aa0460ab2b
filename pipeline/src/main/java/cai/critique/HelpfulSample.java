package cai.critique;

import cai.dialogue.Dialogue;

/// A helpful-only answer to a helpful prompt, mixed into finetuning: one line of `helpful.jsonl`.
public record HelpfulSample(
    String format, String id, String kind, Dialogue prompt, int sample, String response) {
  /// Format and version of the lines.
  public static final String FORMAT = "helpful-sample/1";
}

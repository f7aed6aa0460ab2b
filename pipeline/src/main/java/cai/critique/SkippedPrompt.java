package cai.critique;

/// A prompt that could not be worked on: one line of `skipped.jsonl`.
public record SkippedPrompt(String format, String id, String reason) {
  /// Format and version of the lines.
  public static final String FORMAT = "skipped-prompt/1";

  static SkippedPrompt of(String id, String reason) {
    return new SkippedPrompt(FORMAT, id, reason);
  }
}

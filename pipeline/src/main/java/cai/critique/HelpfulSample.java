package cai.critique;

import cai.dialogue.Dialogue;
import cai.json.Absent;

/// A helpful-only answer to a helpful prompt, mixed into finetuning: one line of `helpful.jsonl`.
///
/// @param sample number of the answer to this prompt, from 1
/// @param ended whether the response came to its end; true in lines of format 1, which do not say
public record HelpfulSample(
    String format,
    String id,
    String kind,
    Dialogue prompt,
    int sample,
    String response,
    @Absent("true") boolean ended) {
  /// Format and version of the lines.
  public static final String FORMAT = "helpful-sample/2";
}

package cai.critique;

import cai.declines.DeclineGauge;
import cai.declines.Stance;
import cai.dialogue.Dialogue;
import cai.json.Absent;
import cai.prompts.PromptItem.PromptGroup;

/// A helpful-only answer to a helpful prompt or to a look-alike, mixed into finetuning: one line of
/// `helpful.jsonl`.
///
/// @param id of the prompt
/// @param conversation of the prompt; the id in lines of format 1, which do not say
/// @param group of the prompt; HELPFUL in lines of formats 1 and 2, which have no look-alikes
/// @param sample number of the answer to this prompt, from 1
/// @param ended whether the response came to its end; true in lines of format 1, which do not say
public record HelpfulSample(
    String format,
    String id,
    @Absent("") String conversation,
    @Absent("HELPFUL") PromptGroup group,
    String kind,
    Dialogue prompt,
    int sample,
    String response,
    @Absent("true") boolean ended) {
  public HelpfulSample {
    if (conversation.isEmpty()) conversation = id;
  }

  /// Whether the response declines, by phrases: a poor lesson of helpfulness.
  public boolean declines() {
    return DeclineGauge.read(prompt, response).stance() == Stance.DECLINES;
  }

  /// Format and version of the lines.
  public static final String FORMAT = "helpful-sample/3";
}

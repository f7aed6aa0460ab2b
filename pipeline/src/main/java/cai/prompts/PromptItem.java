package cai.prompts;

import cai.constitution.Aim;
import cai.dialogue.Dialogue;
import cai.dialogue.Turn.Speaker;
import cai.files.Blank;
import cai.json.Absent;
import java.util.List;
import java.util.Objects;

/// A red-team prompt (aim harmlessness) or a helpfulness prompt: one line of `prompts.jsonl`.
///
/// @param id unique among all prompts of a run
/// @param conversation name of the conversation that the prompt belongs to, see [Conversations];
///   equal to the id in lines of format 1, which have no such field
/// @param kind of harm or task; [#NO_KIND] if the data name none
/// @param prompt ends in a human turn; no turn is blank
public record PromptItem(
    String format,
    String id,
    @Absent("") String conversation,
    Aim aim,
    String kind,
    Split split,
    Dialogue prompt) {
  /// Format and version of the lines.
  public static final String FORMAT = "prompt/2";

  /// The kind of prompts without a kind.
  public static final String NO_KIND = "any";

  /// The prompts of one split, in order.
  public static List<PromptItem> of(Split split, List<PromptItem> prompts) {
    return prompts.stream().filter(item -> item.split() == split).toList();
  }

  /// The prompts of one aim, in order.
  public static List<PromptItem> of(Aim aim, List<PromptItem> prompts) {
    return prompts.stream().filter(item -> item.aim() == aim).toList();
  }

  /// A prompt that is a conversation by itself.
  public PromptItem(String format, String id, Aim aim, String kind, Split split, Dialogue prompt) {
    this(format, id, id, aim, kind, split, prompt);
  }

  public PromptItem {
    Objects.requireNonNull(aim);
    Objects.requireNonNull(split);
    if (conversation.isEmpty()) conversation = id;
    if (id.isBlank() || kind.isBlank())
      throw new IllegalArgumentException("a prompt needs an id and a kind");
    if (prompt.last().speaker() != Speaker.HUMAN)
      throw new IllegalArgumentException("prompt " + id + " does not end in a human turn");
    if (prompt.turns().stream().anyMatch(turn -> Blank.is(turn.text())))
      throw new IllegalArgumentException("prompt " + id + " has an empty turn");
  }
}

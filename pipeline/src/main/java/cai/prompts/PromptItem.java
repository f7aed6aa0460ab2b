package cai.prompts;

import cai.constitution.Aim;
import cai.dialogue.Dialogue;
import cai.dialogue.Turn.Speaker;
import cai.files.Blank;
import cai.json.Absent;
import cai.recipe.KeyNames;
import java.util.List;
import java.util.Objects;

/// A prompt of a run: one line of `prompts.jsonl`.
///
/// @param id unique among all prompts of a run
/// @param conversation name of the conversation that the prompt belongs to, see [Conversations];
///   equal to the id in lines of format 1, which have no such field
/// @param aim of the group
/// @param group which prompts it belongs to; the aim decides in lines of formats 1 and 2, which
///   have no look-alikes and do not name the group
/// @param kind of harm or task; of a look-alike the kind of harm that it resembles; [#NO_KIND] if
///   the data name none
/// @param prompt ends in a human turn; no turn is blank
public record PromptItem(
    String format,
    String id,
    @Absent("") String conversation,
    Aim aim,
    @Absent("RED_TEAM") PromptGroup group,
    String kind,
    Split split,
    Dialogue prompt) {
  /// Format and version of the lines.
  public static final String FORMAT = "prompt/3";

  /// The kind of prompts without a kind.
  public static final String NO_KIND = "any";

  /// The groups of prompts, which are trained on and measured apart.
  public enum PromptGroup {
    /// Tempts a model to do harm.
    RED_TEAM(Aim.HARMLESSNESS),

    /// Harmless, but looks like a red-team prompt: "How do I kill a process in Python?" A model
    /// that declines it declines too much.
    LOOK_ALIKE(Aim.HELPFULNESS),

    /// Asks for help with an everyday task.
    HELPFUL(Aim.HELPFULNESS);

    private final Aim aim;

    PromptGroup(Aim aim) {
      this.aim = aim;
    }

    /// What an answer to such a prompt should be above all.
    public Aim aim() {
      return aim;
    }

    /// The word in recipes and names of files.
    public String word() {
      return KeyNames.ofConstant(this);
    }

    /// The group of prompts of an aim where there are no look-alikes.
    public static PromptGroup of(Aim aim) {
      return switch (aim) {
        case HARMLESSNESS -> RED_TEAM;
        case HELPFULNESS -> HELPFUL;
      };
    }

    /// This group where it has the aim, else the group of the aim: what a line means that names the
    /// aim and no group.
    public PromptGroup under(Aim named) {
      return aim == named ? this : of(named);
    }
  }

  /// The prompts of one split, in order.
  public static List<PromptItem> of(Split split, List<PromptItem> prompts) {
    return prompts.stream().filter(item -> item.split() == split).toList();
  }

  /// The prompts of one aim, in order.
  public static List<PromptItem> of(Aim aim, List<PromptItem> prompts) {
    return prompts.stream().filter(item -> item.aim() == aim).toList();
  }

  /// A prompt that is a conversation by itself, of an aim without look-alikes.
  public PromptItem(String format, String id, Aim aim, String kind, Split split, Dialogue prompt) {
    this(format, id, id, aim, PromptGroup.of(aim), kind, split, prompt);
  }

  /// A prompt that is a conversation by itself.
  public PromptItem(String id, PromptGroup group, String kind, Split split, Dialogue prompt) {
    this(FORMAT, id, id, group.aim(), group, kind, split, prompt);
  }

  public PromptItem {
    Objects.requireNonNull(aim);
    Objects.requireNonNull(split);
    group = group.under(aim);
    if (conversation.isEmpty()) conversation = id;
    if (id.isBlank() || kind.isBlank())
      throw new IllegalArgumentException("a prompt needs an id and a kind");
    if (prompt.last().speaker() != Speaker.HUMAN)
      throw new IllegalArgumentException("prompt " + id + " does not end in a human turn");
    if (prompt.turns().stream().anyMatch(turn -> Blank.is(turn.text())))
      throw new IllegalArgumentException("prompt " + id + " has an empty turn");
  }
}

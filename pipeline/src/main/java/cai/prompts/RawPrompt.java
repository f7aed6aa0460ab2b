package cai.prompts;

import cai.dialogue.Dialogue;
import cai.dialogue.Turn;
import cai.prompts.PromptItem.PromptGroup;
import java.nio.file.Path;
import java.util.Optional;

/// A prompt as it was read, before it is assigned to a split.
///
/// @param where file and line
/// @param file the file in `where`
/// @param conversation id of the row that the prompt comes from
/// @param kind of harm or task; [PromptItem#NO_KIND] if the data name none
/// @param split the split that the data name; empty if they name none
record RawPrompt(
    String where,
    Path file,
    String id,
    String conversation,
    PromptGroup group,
    String kind,
    Optional<Split> split,
    Dialogue prompt) {
  /// The key of the whole prompt in lower case with single spaces; prompts with equal keys are
  /// repetitions.
  TextKey key() {
    var text = new StringBuilder();
    for (Turn turn : prompt.turns())
      text.append(turn.speaker())
          .append(' ')
          .append(Conversations.normalised(turn.text()))
          .append('\n');
    return TextKey.of(text.toString());
  }

  /// The key of the first human turn in lower case with single spaces; prompts with equal keys are
  /// in one split.
  TextKey openingKey() {
    return TextKey.of(Conversations.opening(prompt));
  }

  PromptItem inSplit(Split split) {
    return new PromptItem(
        PromptItem.FORMAT, id, conversation, group.aim(), group, kind, split, prompt);
  }

  RawPrompt inConversation(String conversation) {
    return new RawPrompt(where, file, id, conversation, group, kind, split, prompt);
  }
}

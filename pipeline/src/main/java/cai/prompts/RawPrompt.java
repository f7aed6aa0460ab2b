package cai.prompts;

import cai.constitution.Aim;
import cai.dialogue.Dialogue;
import cai.dialogue.Turn;
import java.nio.file.Path;
import java.util.Optional;

/// A prompt as read, before it is given its split.
///
/// @param where file and line
/// @param file the same file
/// @param conversation of the row that it is from
/// @param kind [PromptItem#NO_KIND] where the data name none
/// @param split where the data name one
record RawPrompt(
    String where,
    Path file,
    String id,
    String conversation,
    Aim aim,
    String kind,
    Optional<Split> split,
    Dialogue prompt) {
  /// The whole prompt in lower case with single spaces: equal texts are the same prompt.
  TextKey key() {
    var text = new StringBuilder();
    for (Turn turn : prompt.turns())
      text.append(turn.speaker())
          .append(' ')
          .append(Conversations.normalised(turn.text()))
          .append('\n');
    return TextKey.of(text.toString());
  }

  /// What the human said first, in the same form. Prompts that share it belong to one split.
  TextKey openingKey() {
    return TextKey.of(Conversations.opening(prompt));
  }

  PromptItem inSplit(Split split) {
    return new PromptItem(PromptItem.FORMAT, id, conversation, aim, kind, split, prompt);
  }

  RawPrompt inConversation(String conversation) {
    return new RawPrompt(where, file, id, conversation, aim, kind, split, prompt);
  }
}

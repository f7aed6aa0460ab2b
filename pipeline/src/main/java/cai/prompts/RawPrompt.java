package cai.prompts;

import cai.constitution.Aim;
import cai.dialogue.Dialogue;
import cai.dialogue.Turn;
import cai.dialogue.Turn.Speaker;
import java.util.Locale;
import java.util.Optional;

/// A prompt as read, before it is given its split.
///
/// @param where file and line
/// @param kind [PromptItem#NO_KIND] where the data name none
/// @param split where the data name one
record RawPrompt(
    String where, String id, Aim aim, String kind, Optional<Split> split, Dialogue prompt) {
  /// The whole prompt in lower case with single spaces: equal texts are the same prompt.
  String normalised() {
    var text = new StringBuilder();
    for (Turn turn : prompt.turns())
      text.append(turn.speaker()).append(' ').append(normalised(turn.text())).append('\n');
    return text.toString();
  }

  /// What the human said first, in the same form. Prompts that share it belong to one split.
  String normalisedOpening() {
    return prompt.turns().stream()
        .filter(turn -> turn.speaker() == Speaker.HUMAN)
        .findFirst()
        .map(turn -> normalised(turn.text()))
        .orElse("");
  }

  PromptItem inSplit(Split split) {
    return new PromptItem(PromptItem.FORMAT, id, aim, kind, split, prompt);
  }

  private static String normalised(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").strip();
  }
}

package cai.prompts;

import cai.constitution.Aim;
import cai.dialogue.Dialogue;
import cai.dialogue.Turn;
import cai.dialogue.Turn.Speaker;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A prompt as read, before it is given its split.
///
/// @param where file and line
/// @param file the same file
/// @param kind [PromptItem#NO_KIND] where the data name none
/// @param split where the data name one
record RawPrompt(
    String where,
    Path file,
    String id,
    Aim aim,
    String kind,
    Optional<Split> split,
    Dialogue prompt) {
  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

  /// The whole prompt in lower case with single spaces: equal texts are the same prompt.
  TextKey key() {
    var text = new StringBuilder();
    for (Turn turn : prompt.turns())
      text.append(turn.speaker()).append(' ').append(normalised(turn.text())).append('\n');
    return TextKey.of(text.toString());
  }

  /// What the human said first, in the same form. Prompts that share it belong to one split.
  TextKey openingKey() {
    return prompt.turns().stream()
        .filter(turn -> turn.speaker() == Speaker.HUMAN)
        .findFirst()
        .map(turn -> TextKey.of(normalised(turn.text())))
        .orElseGet(() -> TextKey.of(""));
  }

  PromptItem inSplit(Split split) {
    return new PromptItem(PromptItem.FORMAT, id, aim, kind, split, prompt);
  }

  private static String normalised(String text) {
    return WHITE_SPACE.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
  }
}

package cai.prompts;

import cai.dialogue.Dialogue;
import cai.dialogue.Turn;
import cai.dialogue.Turn.Speaker;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Which dialogues belong to one conversation: those in which the human said the same first, upper
/// and lower case and spaces aside. So the prompts made of the turns of one transcript belong
/// together, and so do prompts of its branches.
///
/// What is said in one conversation is not independent: all of it is trained on or all is held out,
/// and the bootstrap of intervals draws whole conversations.
public final class Conversations {
  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

  private Conversations() {}

  /// The first human turn in lower case with single spaces.
  public static String opening(Dialogue dialogue) {
    return dialogue.turns().stream()
        .filter(turn -> turn.speaker() == Speaker.HUMAN)
        .findFirst()
        .map(Turn::text)
        .map(Conversations::normalised)
        .orElse("");
  }

  static String normalised(String text) {
    return WHITE_SPACE.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
  }

  /// The name of each item's conversation, in order of the items: the name of the first item of the
  /// conversation.
  ///
  /// @param name gives the name of an item
  public static <T> List<String> of(
      Collection<T> items, Function<T, Dialogue> dialogue, Function<T, String> name) {
    Map<TextKey, String> named = new HashMap<>();
    return items.stream()
        .map(item ->
            named.computeIfAbsent(TextKey.of(opening(dialogue.apply(item))), _ -> name.apply(item)))
        .toList();
  }
}

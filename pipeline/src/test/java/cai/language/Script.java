package cai.language;

import java.util.List;
import java.util.function.Function;

/// Scripts for models in tests.
public final class Script {
  private Script() {}

  /// A sentence of words that no other request gets.
  public static String unique(Generation request) {
    String word = Integer.toHexString(request.id().hashCode());
    return " Try %sa, %sb, %sc, %sd, %se and %sf.".replace("%s", word);
  }

  /// Scores that depend on the id alone.
  public static List<Double> scores(Scoring request) {
    double first = -1 - Math.floorMod(request.id().hashCode(), 97) / 50.0;
    return List.of(first, -2.0);
  }

  /// Scores that depend on the text alone.
  public static List<Double> scoresOfText(Scoring request) {
    double first = -1 - Math.floorMod(text(request.prompt()).hashCode(), 97) / 50.0;
    return List.of(first, -2.0);
  }

  /// The text of a transcript prompt.
  public static String text(Prompt prompt) {
    return ((Prompt.PlainText) prompt).text();
  }

  /// A function that breaks when it has been called so often, as a killed process does.
  public static <A, B> Function<A, B> breakingAfter(int calls, Function<A, B> function) {
    int[] left = {calls};
    return argument -> {
      if (left[0]-- == 0) throw new Killed();
      return function.apply(argument);
    };
  }

  /// Stands for the end of the process.
  public static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}

package cai.recipe;

import cai.yaml.Nearest;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Converts Java names to recipe keys and finds the key that is nearest to a mistyped one.
public final class KeyNames {
  private KeyNames() {}

  /// `learningRate` to `learning-rate`.
  static String ofComponent(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  /// `YES_NO_BALANCED` to `yes-no-balanced`.
  public static String ofConstant(Enum<?> constant) {
    return constant.name().replace('_', '-').toLowerCase(Locale.ROOT);
  }

  /// The name nearest to a mistyped one; empty if none is near enough. Case, dashes and underscores
  /// do not count as mistakes.
  static Optional<String> nearest(String mistyped, Collection<String> names) {
    String wanted = letters(mistyped);
    int allowed = 1 + wanted.length() / 4;
    return names.stream()
        .filter(name -> Nearest.distance(wanted, letters(name)) <= allowed)
        .min(Comparator.comparingInt(name -> Nearest.distance(wanted, letters(name))));
  }

  /// Whether the names differ only in case, dashes and underscores.
  static boolean same(String a, String b) {
    return letters(a).equals(letters(b));
  }

  private static String letters(String name) {
    return name.replaceAll("[-_ ]", "").toLowerCase(Locale.ROOT);
  }
}

package cai.recipe;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Java names to recipe keys, and the key that somebody who mistyped one may have meant.
final class KeyNames {
  private KeyNames() {}

  /// `learningRate` to `learning-rate`.
  static String ofComponent(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  /// `YES_NO_BALANCED` to `yes-no-balanced`.
  static String ofConstant(Enum<?> constant) {
    return constant.name().replace('_', '-').toLowerCase(Locale.ROOT);
  }

  /// The name nearest to the mistyped one, where one is near enough to be meant. Case, dashes and
  /// underscores do not count as mistakes.
  static Optional<String> nearest(String mistyped, Collection<String> names) {
    String wanted = letters(mistyped);
    int allowed = 1 + wanted.length() / 4;
    return names.stream()
        .filter(name -> distance(wanted, letters(name)) <= allowed)
        .min(Comparator.comparingInt(name -> distance(wanted, letters(name))));
  }

  /// Whether the names differ only in case, dashes and underscores.
  static boolean same(String a, String b) {
    return letters(a).equals(letters(b));
  }

  private static String letters(String name) {
    return name.replaceAll("[-_ ]", "").toLowerCase(Locale.ROOT);
  }

  /// Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`.
  static int distance(String a, String b) {
    var d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) d[i][0] = i;
    for (int j = 0; j <= b.length(); j++) d[0][j] = j;
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) d[i][j] = Math.min(d[i][j], 1 + d[i - 2][j - 2]);
      }
    }
    return d[a.length()][b.length()];
  }
}

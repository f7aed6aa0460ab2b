package cai.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// The known word that a mistyped one most likely stands for.
public final class Nearest {
  private Nearest() {}

  /// The nearest of the known words, if one is within a third of the word's letters.
  public static Optional<String> of(String word, Collection<String> known) {
    int limit = Math.max(2, word.length() / 3);
    String lower = word.toLowerCase(Locale.ROOT);
    return known.stream()
        .min(Comparator.comparingInt((String other) -> distance(lower, other)))
        .filter(other -> distance(lower, other) <= limit);
  }

  /// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
  public static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) d[i][0] = i;
    for (int j = 0; j <= b.length(); j++) d[0][j] = j;
    for (int i = 1; i <= a.length(); i++)
      for (int j = 1; j <= b.length(); j++) {
        int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replace, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swap =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swap) d[i][j] = Math.min(d[i][j], 1 + d[i - 2][j - 2]);
      }
    return d[a.length()][b.length()];
  }
}

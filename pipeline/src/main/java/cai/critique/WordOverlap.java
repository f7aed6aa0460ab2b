package cai.critique;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// How much of one text is taken from another, in words of lower case without punctuation.
final class WordOverlap {
  private static final Pattern WORD =
      Pattern.compile("[\\p{L}\\p{N}]+(?:['\u2019][\\p{L}\\p{N}]+)*");

  private WordOverlap() {}

  static List<String> words(String text) {
    var words = new ArrayList<String>();
    var found = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (found.find()) words.add(found.group().replace('\u2019', '\''));
    return words;
  }

  /// The longest common subsequence of words as a share of the first text's words, in [0, 1]; 0 for
  /// a text without words.
  ///
  /// Shared order counts, not only shared words: two texts on one subject have most of their small
  /// words in common, a copy has them in the same order.
  static double share(List<String> words, List<String> other) {
    if (words.isEmpty()) return 0;
    int[] before = new int[other.size() + 1];
    for (String word : words) {
      int[] row = new int[other.size() + 1];
      for (int j = 1; j < row.length; j++)
        row[j] =
            word.equals(other.get(j - 1)) ? before[j - 1] + 1 : Math.max(before[j], row[j - 1]);
      before = row;
    }
    return (double) before[other.size()] / words.size();
  }

  /// The share of three-word runs that occurred before in the same text, in [0, 1].
  static double repetition(List<String> words) {
    int runs = words.size() - 2;
    if (runs < 1) return 0;
    var distinct = new HashSet<List<String>>();
    for (int i = 0; i < runs; i++) distinct.add(List.copyOf(words.subList(i, i + 3)));
    return 1 - (double) distinct.size() / runs;
  }
}

package cai.evaluation;

import cai.declines.PlainForm;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/// What can be counted in an answer without a model. Made for English.
///
/// **Source**: words as in our count over the paper's released samples.
///
/// @param words runs of letters and apostrophes
/// @param distinctBigrams different pairs of neighbouring words / all pairs, 1 where there is none
/// @param repetition share of words inside a four-word sequence that occurred before, 0 where there
///   is none
record TextMeasures(int words, double distinctBigrams, double repetition) {
  private static final Pattern WORD = Pattern.compile("[a-z']+");
  private static final int SEQUENCE = 4;

  static TextMeasures of(String text) {
    List<String> words = words(PlainForm.of(text));
    return new TextMeasures(words.size(), distinctBigrams(words), repetition(words));
  }

  /// Runs of letters and apostrophes.
  static int wordCount(String text) {
    return words(PlainForm.of(text)).size();
  }

  private static List<String> words(String plain) {
    return WORD.matcher(plain).results().map(found -> found.group()).toList();
  }

  static double distinctBigrams(List<String> words) {
    if (words.size() < 2) return 1;
    var distinct = new HashSet<List<String>>();
    for (int i = 0; i + 1 < words.size(); i++) distinct.add(words.subList(i, i + 2));
    return (double) distinct.size() / (words.size() - 1);
  }

  static double repetition(List<String> words) {
    if (words.size() <= SEQUENCE) return 0;
    var seen = new HashSet<List<String>>();
    int repeated = 0;
    int marked = 0; // words before this one are counted already
    for (int i = 0; i + SEQUENCE <= words.size(); i++) {
      if (seen.add(words.subList(i, i + SEQUENCE))) continue;
      repeated += i + SEQUENCE - Math.max(marked, i);
      marked = i + SEQUENCE;
    }
    return (double) repeated / words.size();
  }
}

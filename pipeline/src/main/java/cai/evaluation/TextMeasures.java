package cai.evaluation;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What can be counted in an answer without a model. Made for English.
///
/// **Source**: words and canned refusals as in our count over the paper's released samples.
///
/// @param refusal whether the text declines, by the phrases of `refusal.txt` and
///   `canned-refusal.txt`
/// @param evasive whether it says a formula of `canned-refusal.txt` and nothing of `reason.txt`
/// @param words runs of letters and apostrophes
/// @param distinctBigrams different pairs of neighbouring words / all pairs, 1 where there is none
/// @param repetition share of words inside a four-word sequence that occurred before, 0 where there
///   is none
record TextMeasures(
    boolean refusal, boolean evasive, int words, double distinctBigrams, double repetition) {
  private static final Pattern WORD = Pattern.compile("[a-z']+");
  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
  private static final int SEQUENCE = 4;
  private static final Phrases REFUSAL = Phrases.resource("refusal.txt");
  private static final Phrases CANNED = Phrases.resource("canned-refusal.txt");
  private static final Phrases REASON = Phrases.resource("reason.txt");

  static TextMeasures of(String text) {
    String plain = plain(text);
    List<String> words = words(plain);
    boolean canned = CANNED.occurIn(plain);
    return new TextMeasures(
        canned || REFUSAL.occurIn(plain),
        canned && !REASON.occurIn(plain),
        words.size(),
        distinctBigrams(words),
        repetition(words));
  }

  /// Runs of letters and apostrophes.
  static int wordCount(String text) {
    return words(plain(text)).size();
  }

  /// In lower case, with straight quotes and single spaces.
  static String plain(String text) {
    String straight =
        text.replace('\u2018', '\'')
            .replace('\u2019', '\'')
            .replace('\u02bc', '\'')
            .replace('\u201c', '"')
            .replace('\u201d', '"');
    return WHITE_SPACE.matcher(straight.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
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

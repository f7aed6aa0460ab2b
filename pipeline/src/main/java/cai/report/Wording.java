package cai.report;

import cai.constitution.Aim;
import cai.statistics.Interval;
import java.util.Locale;
import java.util.function.Function;

/// How the report writes numbers and names.
final class Wording {
  private Wording() {}

  static final String UNDEFINED = "undefined";

  static String fixed(double value, int places) {
    if (!Double.isFinite(value)) return UNDEFINED;
    String text = String.format(Locale.ROOT, "%." + places + "f", value);
    boolean zero = text.matches("-0(\\.0+)?");
    return (zero ? text.substring(1) : text).replace('-', '\u2212');
  }

  static String signed(double value, int places) {
    String text = fixed(value, places);
    boolean plain =
        text.equals(UNDEFINED) || text.startsWith("\u2212") || text.matches("0(\\.0+)?");
    return plain ? text : "+" + text;
  }

  static String percent(double share) {
    return Double.isFinite(share) ? fixed(100 * share, 0) + "\u00a0%" : UNDEFINED;
  }

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number).replace(',', '\u202f');
  }

  /// `mean [low, high]`.
  static String interval(Interval interval, int places) {
    return fixed(interval.mean(), places) + " " + brackets(interval.low(), interval.high(), places);
  }

  static String brackets(double low, double high, int places) {
    return "[" + fixed(low, places) + ",\u00a0" + fixed(high, places) + "]";
  }

  /// `[4 %, 12 %]`, never broken over two lines.
  static String percents(double low, double high) {
    return "[" + percent(low) + ",\u00a0" + percent(high) + "]";
  }

  /// `[low, high]` in the words that `text` gives; where there is no interval, why.
  static String ends(Interval interval, Function<Double, String> text) {
    if (!Double.isFinite(interval.low() + interval.high())) return UNDEFINED;
    if (interval.hasWidth())
      return "[" + text.apply(interval.low()) + ",\u00a0" + text.apply(interval.high()) + "]";
    return interval.n() == 1 ? "none: one prompt" : "none: all equal";
  }

  /// `60 prompts` or, where there are several of something on each, `240 pairs on 60 prompts`.
  static String on(int count, String things, int prompts) {
    String on = count(prompts) + (prompts == 1 ? " prompt" : " prompts");
    return count == prompts ? on : count(count) + " " + things + " on " + on;
  }

  static String seconds(double seconds) {
    if (!Double.isFinite(seconds)) return UNDEFINED;
    if (seconds < 60) return fixed(seconds, 1) + " s";
    long whole = Math.round(seconds);
    if (whole < 3600) return whole / 60 + " min " + whole % 60 + " s";
    return whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }

  static String prompts(Aim aim) {
    return switch (aim) {
      case HARMLESSNESS -> "red-team prompts";
      case HELPFULNESS -> "helpful prompts";
    };
  }

  static String aim(Aim aim) {
    return aim.name().toLowerCase(Locale.ROOT);
  }

  /// Text of a model without the control characters that no page can carry.
  static String visible(String text) {
    var clean = new StringBuilder();
    text.codePoints()
        .map(c -> Character.isISOControl(c) && c != '\n' && c != '\t' ? 0xFFFD : c)
        .map(c -> Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
        .forEach(clean::appendCodePoint);
    return clean.toString().strip();
  }
}

package cai.report.findings;

import cai.constitution.Aim;
import cai.evaluation.AnswerMeasure;
import cai.prompts.PromptItem.PromptGroup;
import cai.statistics.Interval;
import java.util.Locale;
import java.util.function.Function;

/// How the report writes numbers and names.
public final class Wording {
  private Wording() {}

  public static final String UNDEFINED = "undefined";

  public static String fixed(double value, int places) {
    if (!Double.isFinite(value)) return UNDEFINED;
    String text = String.format(Locale.ROOT, "%." + places + "f", value);
    boolean zero = text.matches("-0(\\.0+)?");
    return (zero ? text.substring(1) : text).replace('-', '\u2212');
  }

  public static String signed(double value, int places) {
    String text = fixed(value, places);
    boolean plain =
        text.equals(UNDEFINED) || text.startsWith("\u2212") || text.matches("0(\\.0+)?");
    return plain ? text : "+" + text;
  }

  public static String percent(double share) {
    return Double.isFinite(share) ? fixed(100 * share, 0) + "\u00a0%" : UNDEFINED;
  }

  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number).replace(',', '\u202f');
  }

  /// `mean [low, high]`.
  public static String interval(Interval interval, int places) {
    return fixed(interval.mean(), places) + " " + brackets(interval.low(), interval.high(), places);
  }

  public static String brackets(double low, double high, int places) {
    return "[" + fixed(low, places) + ",\u00a0" + fixed(high, places) + "]";
  }

  /// `[4 %, 12 %]`, never broken over two lines.
  public static String percents(double low, double high) {
    return "[" + percent(low) + ",\u00a0" + percent(high) + "]";
  }

  /// `[low, high]` in the words that `text` gives; where there is no interval, why.
  public static String ends(Interval interval, Function<Double, String> text) {
    if (!Double.isFinite(interval.low() + interval.high())) return UNDEFINED;
    if (interval.hasWidth())
      return "[" + text.apply(interval.low()) + ",\u00a0" + text.apply(interval.high()) + "]";
    return interval.n() == 1 ? "none: one prompt" : "none: all equal";
  }

  /// `60 prompts` or, where there are several of something on each, `240 pairs on 60 prompts`.
  public static String on(int count, String things, int prompts) {
    String on = count(prompts) + (prompts == 1 ? " prompt" : " prompts");
    return count == prompts ? on : count(count) + " " + things + " on " + on;
  }

  public static String seconds(double seconds) {
    if (!Double.isFinite(seconds)) return UNDEFINED;
    if (seconds < 60) return fixed(seconds, 1) + " s";
    long whole = Math.round(seconds);
    if (whole < 3600) return whole / 60 + " min " + whole % 60 + " s";
    return whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }

  /// A mean of a measure.
  public static String value(AnswerMeasure measure, double mean) {
    return measure.isShare() ? percent(mean) : fixed(mean, measure.decimals());
  }

  /// A difference of a measure; of shares in percentage points.
  public static String difference(AnswerMeasure measure, double difference) {
    return measure.isShare() ? signed(100 * difference, 0) : signed(difference, measure.decimals());
  }

  /// A share with its interval.
  public static String share(Interval share) {
    return percent(share.mean()) + " " + ends(share, Wording::percent);
  }

  /// A probability of what was seen if nothing had changed.
  public static String p(double p) {
    return p < 0.001 ? "<\u00a00.001" : fixed(p, 3);
  }

  /// A difference with its interval.
  public static String change(AnswerMeasure measure, Interval change) {
    return difference(measure, change.mean()) + " " + ends(change, end -> difference(measure, end));
  }

  /// A text for the terminal, without signs that only a page needs.
  public static String plain(String text) {
    return text.replace('\u00a0', ' ').replace('\u202f', ' ').replace('\u2212', '-');
  }

  /// A model's size.
  public static String parameters(long parameters) {
    if (parameters >= 1e9)
      return fixed(parameters / 1e9, parameters % 1e9 == 0 ? 0 : 1) + " billion";
    return parameters >= 1e6 ? fixed(parameters / 1e6, 0) + " million" : count(parameters);
  }

  public static String prompts(PromptGroup group) {
    return switch (group) {
      case RED_TEAM -> "red-team prompts";
      case LOOK_ALIKE -> "harmless look-alikes";
      case HELPFUL -> "helpful prompts";
    };
  }

  public static String aim(Aim aim) {
    return aim.name().toLowerCase(Locale.ROOT);
  }

  /// Text of a model without the control characters that no page can carry.
  public static String visible(String text) {
    var clean = new StringBuilder();
    text.codePoints()
        .map(c -> Character.isISOControl(c) && c != '\n' && c != '\t' ? 0xFFFD : c)
        .map(c -> Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
        .forEach(clean::appendCodePoint);
    return clean.toString().strip();
  }
}

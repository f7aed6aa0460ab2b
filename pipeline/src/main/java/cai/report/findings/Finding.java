package cai.report.findings;

import cai.constitution.Aim;
import cai.evaluation.AnswerMeasure;
import cai.statistics.Interval;

/// One plain sentence on what a stage changed or showed, with its verdict.
public record Finding(Topic topic, Conclusion conclusion, String sentence) {
  /// What the interval allows to say.
  public enum Conclusion {
    BETTER("better"),
    WORSE("worse"),
    MOVED("moved"),
    NOT_SHOWN("no change shown"),
    ABOVE_CHANCE("above chance"),
    BELOW_CHANCE("below chance"),
    AT_CHANCE("not above chance"),
    TOO_FEW("too few"),
    NO_INTERVAL("no interval");

    private final String words;

    Conclusion(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }

    /// What to say of a change whose interval leaves out zero.
    ///
    /// @param better see [AnswerMeasure#better]
    public static Conclusion of(double change, int better) {
      if (better == 0) return MOVED;
      return change * better > 0 ? BETTER : WORSE;
    }

    /// Whether it is a difference whose interval leaves out zero.
    public boolean isDifference() {
      return this == BETTER || this == WORSE || this == MOVED;
    }

    /// A mark before the words, for people who do not see the colours.
    public String mark() {
      return switch (this) {
        case BETTER, ABOVE_CHANCE -> "\u25b2";
        case WORSE, BELOW_CHANCE -> "\u25bc";
        case MOVED -> "\u25c6";
        case NOT_SHOWN, AT_CHANCE, TOO_FEW, NO_INTERVAL -> "";
      };
    }

    /// Name of its style.
    public String style() {
      return switch (this) {
        case BETTER, ABOVE_CHANCE -> "yes";
        case WORSE, BELOW_CHANCE -> "bad";
        case MOVED -> "moved";
        case NOT_SHOWN, AT_CHANCE -> "no";
        case TOO_FEW, NO_INTERVAL -> "open";
      };
    }
  }

  /// A difference: moved only if its interval leaves out zero and the sample is large enough.
  ///
  /// @param aim of the prompts, on which it may depend which way is better
  static Finding of(
      Topic topic, Aim aim, AnswerMeasure measure, PairedDifference difference, int smallSample) {
    Interval change = difference.change();
    String before = Wording.value(measure, difference.before());
    String after = Wording.value(measure, difference.after());
    if (change.n() < smallSample) {
      String sentence =
          "%s: from %s to %s, but %s prompts are too few to say."
              .formatted(measure.title(), before, after, Wording.count(change.n()));
      return new Finding(topic, Conclusion.TOO_FEW, sentence);
    }
    if (change.low() == 0 && change.high() == 0) {
      String sentence =
          "%s: %s before and after (n\u00a0=\u00a0%s)."
              .formatted(measure.title(), before, Wording.count(change.n()));
      return new Finding(topic, Conclusion.NOT_SHOWN, sentence);
    }
    String detail =
        "(%s%s [%s,\u00a0%s], n\u00a0=\u00a0%s)"
            .formatted(
                Wording.difference(measure, change.mean()),
                measure.isShare() ? " points" : "",
                Wording.difference(measure, change.low()),
                Wording.difference(measure, change.high()),
                Wording.count(change.n()));
    if (!change.excludes(0)) {
      String sentence =
          "%s: %s before, %s after %s.".formatted(measure.title(), before, after, detail);
      return new Finding(topic, Conclusion.NOT_SHOWN, sentence);
    }
    String verb = change.mean() > 0 ? "rose" : "fell";
    String sentence =
        "%s %s from %s to %s %s.".formatted(measure.title(), verb, before, after, detail);
    return new Finding(topic, Conclusion.of(change.mean(), measure.better(aim)), sentence);
  }

  /// A share that chance would put at one half.
  ///
  /// @param what the beginning of the sentence, for example "Labels on own pairs are right in"
  /// @param items what the share is of, with their number
  static Finding againstChance(
      Topic topic, String what, Interval share, String items, int smallSample) {
    if (share.n() == 0 || !Double.isFinite(share.mean()))
      return new Finding(
          topic, Conclusion.TOO_FEW, what.replaceAll(" in$", "") + ": there is none to count.");
    String detail =
        "%s %s %s of %s"
            .formatted(
                what, Wording.percent(share.mean()), Wording.ends(share, Wording::percent), items);
    if (share.n() < smallSample)
      return new Finding(topic, Conclusion.TOO_FEW, detail + ": too few to say.");
    if (share.low() > 0.5)
      return new Finding(topic, Conclusion.ABOVE_CHANCE, detail + ": more than chance.");
    if (share.high() < 0.5)
      return new Finding(topic, Conclusion.BELOW_CHANCE, detail + ": less than chance.");
    return new Finding(topic, Conclusion.AT_CHANCE, detail + ": chance is not excluded.");
  }
}

package cai.report;

import cai.constitution.Aim;
import cai.statistics.Interval;

/// One plain sentence on what a stage changed or showed, with its verdict.
///
/// @param subject what was compared, the heading it stands under
record Movement(String subject, Verdict verdict, String sentence) {
  /// What the interval allows to say.
  enum Verdict {
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

    Verdict(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }

    /// Whether it is a difference whose interval leaves out zero.
    boolean isDifference() {
      return this == BETTER || this == WORSE || this == MOVED;
    }

    /// A mark before the words, for those who do not see the colours.
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
  static Movement of(
      String subject, Aim aim, Measure measure, Difference difference, int smallSample) {
    Interval change = difference.change();
    String before = measure.text(difference.before());
    String after = measure.text(difference.after());
    if (change.n() < smallSample) {
      String sentence =
          "%s: from %s to %s, but %s prompts are too few to say."
              .formatted(measure.label, before, after, Wording.count(change.n()));
      return new Movement(subject, Verdict.TOO_FEW, sentence);
    }
    if (change.low() == 0 && change.high() == 0) {
      String sentence =
          "%s: %s before and after (n\u00a0=\u00a0%s)."
              .formatted(measure.label, before, Wording.count(change.n()));
      return new Movement(subject, Verdict.NOT_SHOWN, sentence);
    }
    String detail =
        "(%s%s [%s,\u00a0%s], n\u00a0=\u00a0%s)"
            .formatted(
                measure.difference(change.mean()),
                measure.unit(),
                measure.difference(change.low()),
                measure.difference(change.high()),
                Wording.count(change.n()));
    if (!change.excludes(0)) {
      String sentence =
          "%s: %s before, %s after %s.".formatted(measure.label, before, after, detail);
      return new Movement(subject, Verdict.NOT_SHOWN, sentence);
    }
    String verb = change.mean() > 0 ? "rose" : "fell";
    String sentence =
        "%s %s from %s to %s %s.".formatted(measure.label, verb, before, after, detail);
    return new Movement(subject, measure.better(aim).of(change.mean()), sentence);
  }

  /// A share that chance would put at one half.
  ///
  /// @param what the beginning of the sentence, for example "Labels on own pairs are right in"
  /// @param items what the share is of, with their number
  static Movement againstChance(
      String subject, String what, Interval share, String items, int smallSample) {
    if (share.n() == 0 || !Double.isFinite(share.mean()))
      return new Movement(
          subject, Verdict.TOO_FEW, what.replaceAll(" in$", "") + ": there is none to count.");
    String detail =
        "%s %s %s of %s"
            .formatted(
                what, Wording.percent(share.mean()), Wording.ends(share, Wording::percent), items);
    if (share.n() < smallSample)
      return new Movement(subject, Verdict.TOO_FEW, detail + ": too few to say.");
    if (share.low() > 0.5)
      return new Movement(subject, Verdict.ABOVE_CHANCE, detail + ": more than chance.");
    if (share.high() < 0.5)
      return new Movement(subject, Verdict.BELOW_CHANCE, detail + ": less than chance.");
    return new Movement(subject, Verdict.AT_CHANCE, detail + ": chance is not excluded.");
  }
}

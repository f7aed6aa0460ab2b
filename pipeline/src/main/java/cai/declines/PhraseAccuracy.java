package cai.declines;

import cai.statistics.ClusteredValues;
import cai.statistics.Interval;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/// How far the phrases of [DeclineGauge] agree with a person's labels, on the half of the labelled
/// answers on which they were not mended. Intervals are at 95 % and clustered by prompt ({@link
/// cai.statistics.Shares}).
///
/// Precision depends on how many of the answers decline: here about a third do. Where fewer do,
/// more of what is called a decline is none; falseAlarms does not depend on it.
///
/// @param phrases version of the lists
/// @param answers that measure
/// @param precision of the answers that the phrases say decline, the share that do
/// @param recall of the answers that decline, the share that the phrases find
/// @param falseAlarms of the answers that do not decline, the share that the phrases say do
/// @param agreement share of all answers whose stance is that of the label
public record PhraseAccuracy(
    String phrases,
    int answers,
    CountedShare precision,
    CountedShare recall,
    CountedShare falseAlarms,
    CountedShare agreement) {
  /// A share of labelled answers.
  ///
  /// @param right the answers that it counts
  /// @param of the answers that it is a share of
  /// @param prompts that these answer
  public record CountedShare(
      double share, double low, double high, int right, int of, int prompts) {
    static CountedShare of(List<LabelledAnswer> of, Predicate<LabelledAnswer> right) {
      if (of.isEmpty()) throw new IllegalArgumentException("a share of no labelled answers");
      var values = new ClusteredValues(0);
      for (LabelledAnswer one : of) values.add(one.prompt(), right.test(one) ? 1 : 0);
      Interval share = values.share();
      int count = (int) of.stream().filter(right).count();
      return new CountedShare(share.mean(), share.low(), share.high(), count, of.size(), share.n());
    }

    private String words() {
      return String.format(
          Locale.ROOT, "%.0f\u00a0%% [%.0f,\u00a0%.0f]", 100 * share, 100 * low, 100 * high);
    }
  }

  /// The phrases as they are, against the labels that measure.
  public static PhraseAccuracy measured() {
    return of(LabelledAnswer.all().stream().filter(LabelledAnswer::measures).toList());
  }

  static PhraseAccuracy of(List<LabelledAnswer> labelled) {
    Predicate<LabelledAnswer> declines = one -> one.label() == Stance.DECLINES;
    Predicate<LabelledAnswer> called = one -> stance(one) == Stance.DECLINES;
    return new PhraseAccuracy(
        DeclineGauge.version(),
        labelled.size(),
        CountedShare.of(labelled.stream().filter(called).toList(), declines),
        CountedShare.of(labelled.stream().filter(declines).toList(), called),
        CountedShare.of(labelled.stream().filter(declines.negate()).toList(), called),
        CountedShare.of(labelled, one -> stance(one) == one.label()));
  }

  private static Stance stance(LabelledAnswer one) {
    return DeclineGauge.read(one.prompt(), one.text()).stance();
  }

  /// What must be read beside every share of refusals.
  public String words() {
    return "Refusals are counted by phrases (list %s): against %d answers that a person labelled, precision %s, recall %s, false alarms %s."
        .formatted(phrases, answers, precision.words(), recall.words(), falseAlarms.words());
  }
}

package cai.report.findings;

import cai.evaluation.AnswerMeasure;
import cai.evaluation.Contender;
import cai.evaluation.Contender.Pairing;
import cai.evaluation.MeasuredAnswer;
import cai.evaluation.PairedChanges;
import cai.prompts.PromptItem.PromptGroup;
import cai.statistics.Bootstrap;
import cai.statistics.Interval;
import cai.statistics.IntervalLevel;
import cai.statistics.PairedSample;
import cai.statistics.SignFlips;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/// What changed between two paired sets of values: the interval is that of the mean difference,
/// clustered by prompt, never read off from whether two intervals overlap.
///
/// @param p probability of a difference at least as large if chance had given each prompt's its
///   sign, see [SignFlips]
public record PairedDifference(double before, double after, Interval change, double p) {
  /// Seed of the bootstrap of every interval in the report.
  public static final long SEED = 20221215;

  /// How two models answer the same prompts; several answers of one model to the prompts of one
  /// conversation count as their mean. Empty where no prompt has both.
  public static Optional<PairedDifference> between(
      List<MeasuredAnswer> answers, PromptGroup group, AnswerMeasure measure, Pairing pair) {
    var before = perConversation(answers, group, measure, pair.from());
    var after = perConversation(answers, group, measure, pair.to());
    return measure.isShare() ? pairedShares(before, after) : paired(before, after);
  }

  /// The change between values under equal keys; empty where no key is in both.
  static Optional<PairedDifference> paired(Map<String, Double> before, Map<String, Double> after) {
    return paired(before, after, sample -> sample.change(IntervalLevel.P95, SEED));
  }

  /// The change between shares in [0, 1] under equal keys; empty where no key is in both.
  static Optional<PairedDifference> pairedShares(
      Map<String, Double> before, Map<String, Double> after) {
    return paired(before, after, sample -> sample.changeOfShares(IntervalLevel.P95, SEED));
  }

  private static Optional<PairedDifference> paired(
      Map<String, Double> before,
      Map<String, Double> after,
      Function<PairedSample, Interval> interval) {
    return PairedSample.of(before, after)
        .map(sample ->
            new PairedDifference(
                sample.meanBefore(),
                sample.meanAfter(),
                interval.apply(sample),
                SignFlips.p(sample.changes(), SEED)));
  }

  /// The interval of values that each are a cluster of their own.
  static Interval independent(double[] values) {
    return Bootstrap.mean(values, IntStream.range(0, values.length).toArray(), SEED);
  }

  /// The values of a model, several of one conversation as their mean.
  static Map<String, Double> perConversation(
      List<MeasuredAnswer> answers, PromptGroup group, AnswerMeasure measure, Contender model) {
    return PairedChanges.byConversation(answers, group, measure, model);
  }

  static double mean(double[] values) {
    double sum = 0;
    for (double value : values) sum += value;
    return sum / values.length;
  }
}

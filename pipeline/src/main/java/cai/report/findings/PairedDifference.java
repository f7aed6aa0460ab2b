package cai.report.findings;

import cai.evaluation.AnswerMeasure;
import cai.evaluation.Contender;
import cai.evaluation.Contender.Pairing;
import cai.evaluation.MeasuredAnswer;
import cai.prompts.PromptItem.PromptGroup;
import cai.statistics.Bootstrap;
import cai.statistics.Interval;
import cai.statistics.Shares;
import cai.statistics.SignFlips;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
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
    return paired(before, after, PairedDifference::change);
  }

  /// The change between shares in [0, 1] under equal keys; empty where no key is in both.
  static Optional<PairedDifference> pairedShares(
      Map<String, Double> before, Map<String, Double> after) {
    return paired(before, after, (from, to) -> Shares.difference(from, to, SEED));
  }

  private static Interval change(double[] from, double[] to) {
    return independent(changes(from, to));
  }

  private static double[] changes(double[] from, double[] to) {
    return IntStream.range(0, from.length).mapToDouble(i -> to[i] - from[i]).toArray();
  }

  private static Optional<PairedDifference> paired(
      Map<String, Double> before,
      Map<String, Double> after,
      BiFunction<double[], double[], Interval> interval) {
    var common = new TreeSet<>(before.keySet());
    common.retainAll(after.keySet());
    if (common.isEmpty()) return Optional.empty();
    double[] from = common.stream().mapToDouble(before::get).toArray();
    double[] to = common.stream().mapToDouble(after::get).toArray();
    double p = SignFlips.p(changes(from, to), SEED);
    return Optional.of(new PairedDifference(mean(from), mean(to), interval.apply(from, to), p));
  }

  /// The interval of values that each are a cluster of their own.
  static Interval independent(double[] values) {
    return Bootstrap.mean(values, IntStream.range(0, values.length).toArray(), SEED);
  }

  /// The values of a model, several of one conversation as their mean.
  static Map<String, Double> perConversation(
      List<MeasuredAnswer> answers, PromptGroup group, AnswerMeasure measure, Contender model) {
    var sums = new TreeMap<String, double[]>();
    for (MeasuredAnswer answer : answers) {
      if (answer.group() != group || !answer.model().equals(model.name())) continue;
      measure
          .of(answer)
          .filter(Double::isFinite)
          .ifPresent(value -> {
            double[] sum = sums.computeIfAbsent(answer.conversation(), one -> new double[2]);
            sum[0] += value;
            sum[1]++;
          });
    }
    var means = new TreeMap<String, Double>();
    sums.forEach((conversation, sum) -> means.put(conversation, sum[0] / sum[1]));
    return means;
  }

  static double mean(double[] values) {
    double sum = 0;
    for (double value : values) sum += value;
    return sum / values.length;
  }
}

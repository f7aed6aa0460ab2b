package cai.evaluation;

import cai.evaluation.Contender.Pairing;
import cai.evaluation.EvaluationSummary.PairedChange;
import cai.evaluation.EvaluationSummary.PairedChange.Ends;
import cai.prompts.PromptItem.PromptGroup;
import cai.run.Seeds;
import cai.sequence.Moments;
import cai.statistics.Interval;
import cai.statistics.IntervalLevel;
import cai.statistics.PairedSample;
import cai.statistics.SignFlips;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Every measure of every model less that of the model that it is compared with, on the same
/// prompts.
///
/// @param compared in the order of the evaluation; the first is the one before any training
public record PairedChanges(List<MeasuredAnswer> answers, List<Contender> compared, Seeds seeds) {
  /// One change for each group, measure and pair of models.
  List<PairedChange> all() {
    var changes = new ArrayList<PairedChange>();
    for (PromptGroup group : PromptGroup.values())
      for (AnswerMeasure measure : AnswerMeasure.values())
        for (Pairing pair : Contender.pairings(compared))
          change(group, measure, pair).ifPresent(changes::add);
    return changes;
  }

  private Optional<PairedChange> change(PromptGroup group, AnswerMeasure measure, Pairing pair) {
    return PairedSample.of(
            byConversation(answers, group, measure, pair.from()),
            byConversation(answers, group, measure, pair.to()))
        .map(sample -> change(group, measure, pair, sample));
  }

  private PairedChange change(
      PromptGroup group, AnswerMeasure measure, Pairing pair, PairedSample sample) {
    String name = measure.key() + "/" + group + "/" + pair.from().name() + "/" + pair.to().name();
    long seed = seeds.seed(EvaluationWork.STAGE, "bootstrap/change/" + name);
    Interval sure = interval(measure, sample, IntervalLevel.P95, seed);
    Interval surer = interval(measure, sample, IntervalLevel.P99, seed);
    return new PairedChange(
        pair.from().name(),
        pair.to().name(),
        group,
        measure.key(),
        sample.meanBefore(),
        sample.meanAfter(),
        sure.mean(),
        Ends.of(sure),
        Ends.of(surer),
        SignFlips.p(sample.changes(), seed),
        spread(group, measure),
        sure.n());
  }

  private static Interval interval(
      AnswerMeasure measure, PairedSample sample, IntervalLevel level, long seed) {
    return measure.isShare() ? sample.changeOfShares(level, seed) : sample.change(level, seed);
  }

  /// The standard deviation over conversations of the first model's values; empty where they are
  /// all equal.
  private Optional<Double> spread(PromptGroup group, AnswerMeasure measure) {
    double[] values =
        byConversation(answers, group, measure, compared.getFirst()).values().stream()
            .mapToDouble(Double::doubleValue)
            .toArray();
    double deviation = values.length == 0 ? 0 : Moments.deviation(values);
    return deviation > 0 ? Optional.of(deviation) : Optional.empty();
  }

  /// The finite values of a model, several of one conversation as their mean.
  public static Map<String, Double> byConversation(
      List<MeasuredAnswer> answers, PromptGroup group, AnswerMeasure measure, Contender model) {
    var sums = new TreeMap<String, double[]>();
    for (MeasuredAnswer answer : answers) {
      if (answer.group() != group || !answer.model().equals(model.name())) continue;
      measure
          .of(answer)
          .filter(Double::isFinite)
          .ifPresent(value -> {
            double[] sum = sums.computeIfAbsent(answer.conversation(), _ -> new double[2]);
            sum[0] += value;
            sum[1]++;
          });
    }
    var means = new TreeMap<String, Double>();
    sums.forEach((conversation, sum) -> means.put(conversation, sum[0] / sum[1]));
    return means;
  }
}

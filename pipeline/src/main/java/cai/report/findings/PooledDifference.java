package cai.report.findings;

import cai.statistics.CrossedMean;
import cai.statistics.Interval;
import cai.statistics.Shares;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// What changed between two models over several runs with different seeds.
///
/// The interval of [CrossedMean] holds for other prompts and for other seeds. Of shares it is at
/// least as wide as that of the shares over prompts alone, each the mean over runs, because nothing
/// varies where all models decline nothing.
///
/// @param before mean of the runs' means
/// @param after mean of the runs' means
/// @param changes of each run, in their order
/// @param change of all together
public record PooledDifference(
    double before, double after, List<Double> changes, Interval change, double p) {
  public PooledDifference {
    changes = List.copyOf(changes);
  }

  /// @param before a map for each run: values by conversation
  /// @param after the same of the other model
  static Optional<PooledDifference> of(
      List<Map<String, Double>> before, List<Map<String, Double>> after, boolean shares) {
    var from = new ArrayList<Map<String, Double>>();
    var to = new ArrayList<Map<String, Double>>();
    var changes = new ArrayList<Map<String, Double>>();
    for (int run = 0; run < before.size(); run++) {
      var common = new TreeSet<>(before.get(run).keySet());
      common.retainAll(after.get(run).keySet());
      if (common.isEmpty()) return Optional.empty();
      from.add(only(before.get(run), common));
      to.add(only(after.get(run), common));
      var change = new TreeMap<String, Double>();
      for (String one : common) change.put(one, after.get(run).get(one) - before.get(run).get(one));
      changes.add(change);
    }
    CrossedMean crossed = CrossedMean.of(changes);
    Interval interval =
        shares ? hull(crossed.interval(), overPrompts(from, to)) : crossed.interval();
    return Optional.of(
        new PooledDifference(
            mean(from),
            mean(to),
            changes.stream().map(PooledDifference::ofRun).toList(),
            interval,
            crossed.p()));
  }

  private static Map<String, Double> only(Map<String, Double> values, TreeSet<String> names) {
    var some = new TreeMap<>(values);
    some.keySet().retainAll(names);
    return some;
  }

  private static Interval hull(Interval one, Interval other) {
    return new Interval(
        one.mean(),
        Math.max(-1, Math.min(one.low(), other.low())),
        Math.min(1, Math.max(one.high(), other.high())),
        one.n());
  }

  private static Interval overPrompts(
      List<Map<String, Double>> before, List<Map<String, Double>> after) {
    Map<String, Double> from = overRuns(before);
    Map<String, Double> to = overRuns(after);
    return Shares.difference(values(from), values(to), PairedDifference.SEED);
  }

  /// The mean of each conversation over the runs that have it.
  private static Map<String, Double> overRuns(List<Map<String, Double>> runs) {
    var values = new TreeMap<String, List<Double>>();
    for (Map<String, Double> run : runs)
      run.forEach((name, value) -> values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value));
    var means = new TreeMap<String, Double>();
    values.forEach((name, all) ->
        means.put(name, all.stream().mapToDouble(Double::doubleValue).average().orElseThrow()));
    return means;
  }

  private static double[] values(Map<String, Double> values) {
    return values.values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double mean(List<Map<String, Double>> runs) {
    return runs.stream().mapToDouble(PooledDifference::ofRun).average().orElseThrow();
  }

  private static double ofRun(Map<String, Double> run) {
    return PairedDifference.mean(values(run));
  }
}

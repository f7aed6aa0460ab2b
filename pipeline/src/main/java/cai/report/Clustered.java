package cai.report;

import cai.statistics.Bootstrap;
import cai.statistics.Interval;
import cai.statistics.Shares;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Values with the prompt that each is about: several values of one prompt are drawn together and
/// count once in n.
final class Clustered {
  private final Map<String, Integer> clusters = new LinkedHashMap<>();
  private final List<Double> values = new ArrayList<>();
  private final List<Integer> of = new ArrayList<>();

  void add(String prompt, double value) {
    values.add(value);
    of.add(clusters.computeIfAbsent(prompt, _ -> clusters.size()));
  }

  int size() {
    return values.size();
  }

  /// Mean of at least one value.
  Interval mean() {
    return Bootstrap.mean(numbers(), clusterNumbers(), Difference.SEED);
  }

  /// The same of values in [0, 1].
  Interval share() {
    return Shares.mean(numbers(), clusterNumbers(), Difference.SEED);
  }

  private double[] numbers() {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private int[] clusterNumbers() {
    return of.stream().mapToInt(Integer::intValue).toArray();
  }
}

package cai.report.findings;

import cai.statistics.Bootstrap;
import cai.statistics.Interval;
import cai.statistics.Shares;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Values with the prompt that each is about: several values of one prompt are drawn together and
/// count once in n.
public final class ClusteredValues {
  private final Map<String, Integer> clusters = new LinkedHashMap<>();
  private final List<Double> values = new ArrayList<>();
  private final List<Integer> of = new ArrayList<>();

  /// Adds a value that is about a prompt.
  public void add(String prompt, double value) {
    values.add(value);
    of.add(clusters.computeIfAbsent(prompt, _ -> clusters.size()));
  }

  /// How many values there are.
  public int size() {
    return values.size();
  }

  /// Mean of at least one value.
  public Interval mean() {
    return Bootstrap.mean(numbers(), clusterNumbers(), PairedDifference.SEED);
  }

  /// Mean of at least one value in [0, 1].
  public Interval share() {
    return Shares.mean(numbers(), clusterNumbers(), PairedDifference.SEED);
  }

  private double[] numbers() {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private int[] clusterNumbers() {
    return of.stream().mapToInt(Integer::intValue).toArray();
  }
}

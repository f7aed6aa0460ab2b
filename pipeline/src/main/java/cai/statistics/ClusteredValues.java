package cai.statistics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Values in clusters, for example all values of one prompt or of one conversation. The values of a
/// cluster are resampled together and count once in n.
public final class ClusteredValues {
  private final long seed;
  private final Map<Object, Integer> numbers = new HashMap<>();
  private final List<Double> values = new ArrayList<>();
  private final List<Integer> clusters = new ArrayList<>();

  /// @param seed of the bootstrap
  public ClusteredValues(long seed) {
    this.seed = seed;
  }

  /// Adds a value.
  ///
  /// @param about identifies the cluster: equal for all its values
  public void add(Object about, double value) {
    values.add(value);
    clusters.add(numbers.computeIfAbsent(about, _ -> numbers.size()));
  }

  /// The number of values.
  public int size() {
    return values.size();
  }

  /// Mean of at least one value with its interval, see [Bootstrap].
  public Interval mean() {
    return Bootstrap.mean(valuesInOrder(), clustersInOrder(), seed);
  }

  /// Mean of at least one value in [0, 1] with its interval, see [Shares].
  public Interval share() {
    return Shares.mean(valuesInOrder(), clustersInOrder(), seed);
  }

  private double[] valuesInOrder() {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private int[] clustersInOrder() {
    return clusters.stream().mapToInt(Integer::intValue).toArray();
  }
}

package cai.statistics;

import java.util.Arrays;
import java.util.HashMap;

/// Values summed by cluster: all answers to one prompt, all items of one context.
///
/// @param sums of the values, in the order of the clusters' numbers
/// @param counts of the values, in the same order
/// @param mean over values, not over clusters
record Clusters(double[] sums, int[] counts, double mean) {
  /// Sums values by cluster; `clusters[i]` is any number that identifies the cluster of
  /// `values[i]`.
  static Clusters of(double[] values, int[] clusters) {
    if (values.length == 0 || values.length != clusters.length)
      throw new IllegalArgumentException(
          "intervals: values=" + values.length + " clusters=" + clusters.length);
    int[] names = Arrays.stream(clusters).distinct().sorted().toArray();
    double[] sums = new double[names.length];
    int[] counts = new int[names.length];
    for (int i = 0; i < values.length; i++) {
      int cluster = Arrays.binarySearch(names, clusters[i]);
      sums[cluster] += values[i];
      counts[cluster]++;
    }
    return new Clusters(sums, counts, Arrays.stream(values).sum() / values.length);
  }

  int size() {
    return sums.length;
  }

  /// Whether no cluster holds more than one value.
  boolean ofOneValueEach() {
    return Arrays.stream(counts).allMatch(count -> count == 1);
  }

  /// The number of clusters whose mean differs from the commonest mean.
  int different() {
    var occurrences = new HashMap<Double, Integer>();
    for (int i = 0; i < sums.length; i++) occurrences.merge(sums[i] / counts[i], 1, Integer::sum);
    return size() - occurrences.values().stream().max(Integer::compare).orElseThrow();
  }
}

package cai.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Percentile bootstrap by cluster: whole clusters (all answers to one prompt, all items of one
/// context) are drawn with replacement, because values within one are not independent.
public final class Bootstrap {
  private static final int RESAMPLES = 2000;

  private Bootstrap() {}

  /// Mean of the values with its 95 % interval; `clusters[i]` is the cluster of `values[i]`, any
  /// numbers. The same seed gives the same interval.
  public static Interval mean(double[] values, int[] clusters, long seed) {
    if (values.length == 0 || values.length != clusters.length)
      throw new IllegalArgumentException(
          "bootstrap: values=" + values.length + " clusters=" + clusters.length);
    int[] names = Arrays.stream(clusters).distinct().sorted().toArray();
    double[] sums = new double[names.length];
    int[] counts = new int[names.length];
    for (int i = 0; i < values.length; i++) {
      int cluster = Arrays.binarySearch(names, clusters[i]);
      sums[cluster] += values[i];
      counts[cluster]++;
    }
    double[] means = resampledMeans(sums, counts, new SplittableRandom(seed));
    double mean = Arrays.stream(values).sum() / values.length;
    return new Interval(mean, quantile(means, 0.025), quantile(means, 0.975), values.length);
  }

  private static double[] resampledMeans(double[] sums, int[] counts, SplittableRandom random) {
    double[] means = new double[RESAMPLES];
    for (int draw = 0; draw < RESAMPLES; draw++) {
      double sum = 0;
      long count = 0;
      for (int i = 0; i < sums.length; i++) {
        int cluster = random.nextInt(sums.length);
        sum += sums[cluster];
        count += counts[cluster];
      }
      means[draw] = sum / count;
    }
    Arrays.sort(means);
    return means;
  }

  private static double quantile(double[] sorted, double q) {
    double at = q * (sorted.length - 1);
    int below = (int) Math.floor(at);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}

package cai.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Percentile bootstrap by cluster: whole clusters (all answers to one prompt, all items of one
/// context) are drawn with replacement, because values within one are not independent. For shares
/// use [Shares], which has an interval also where all values are equal.
public final class Bootstrap {
  private static final int RESAMPLES = 2000;

  private Bootstrap() {}

  /// Mean of the values with its 95 % interval; `clusters[i]` is the cluster of `values[i]`, any
  /// numbers. The same seed gives the same interval.
  public static Interval mean(double[] values, int[] clusters, long seed) {
    return mean(Clusters.of(values, clusters), seed);
  }

  static Interval mean(Clusters clusters, long seed) {
    return mean(clusters, IntervalLevel.P95, seed);
  }

  static Interval mean(Clusters clusters, IntervalLevel level, long seed) {
    double[] means = resampledMeans(clusters, new SplittableRandom(seed));
    double tail = (1 - level.level()) / 2;
    return new Interval(
        clusters.mean(), quantile(means, tail), quantile(means, 1 - tail), clusters.size());
  }

  private static double[] resampledMeans(Clusters clusters, SplittableRandom random) {
    double[] means = new double[RESAMPLES];
    for (int draw = 0; draw < RESAMPLES; draw++) {
      double sum = 0;
      long count = 0;
      for (int i = 0; i < clusters.size(); i++) {
        int cluster = random.nextInt(clusters.size());
        sum += clusters.sums()[cluster];
        count += clusters.counts()[cluster];
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

package cai.statistics;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Intervals of shares, means of values in [0, 1], and of differences of two shares on the same
/// prompts. A bootstrap cannot draw what it has not seen: of 0 refusals on 26 prompts it makes [0,
/// 0], where Wilson's score interval says that up to 13 % are likely.
///
/// So Wilson's interval is used, with the number of clusters as n, wherever each cluster holds one
/// value, and where fewer than [#FEWEST] clusters differ from the commonest value. In all other
/// cases the bootstrap by cluster is used.
///
/// **Source**: Wilson 1927; Newcombe 1998, Statistics in Medicine 17, pages 857 and 2635.
public final class Shares {
  /// The smallest number of clusters different from the commonest value for which a bootstrap is
  /// used.
  static final int FEWEST = 5;

  private Shares() {}

  /// Mean of values in [0, 1] with its 95 % interval; `clusters[i]` is the cluster of `values[i]`.
  public static Interval mean(double[] values, int[] clusters, long seed) {
    for (double value : values) requireShare(value);
    var byCluster = Clusters.of(values, clusters);
    boolean few = byCluster.ofOneValueEach() || byCluster.different() < FEWEST;
    return few ? wilson(byCluster.mean(), byCluster.size()) : Bootstrap.mean(byCluster, seed);
  }

  /// The interval of the mean of independent values.
  public static Interval independent(double[] values) {
    return mean(values, IntStream.range(0, values.length).toArray(), 0);
  }

  /// Wilson's score interval of a share of n independent parts.
  ///
  /// @param share in [0, 1], not necessarily a multiple of 1/n
  public static Interval wilson(double share, int n) {
    return wilson(share, n, IntervalLevel.P95);
  }

  private static Interval wilson(double share, int n, IntervalLevel level) {
    requireShare(share);
    if (n < 1) throw new IllegalArgumentException("a share of n=" + n);
    double z2 = level.z() * level.z();
    double middle = (share + z2 / (2 * n)) / (1 + z2 / n);
    double half =
        level.z() / (1 + z2 / n) * Math.sqrt(share * (1 - share) / n + z2 / (4.0 * n * n));
    double low = share == 0 ? 0 : Math.max(0, middle - half);
    double high = share == 1 ? 1 : Math.min(1, middle + half);
    return new Interval(share, low, high, n);
  }

  /// Mean of `after[i] - before[i]` over prompts i with its 95 % interval, where all are in [0, 1].
  ///
  /// Newcombe's square-and-add interval (his method 10) if each value is 0 or 1, or if fewer than
  /// [#FEWEST] prompts changed by another amount than most; otherwise the bootstrap of the
  /// differences.
  public static Interval difference(double[] before, double[] after, long seed) {
    return difference(before, after, IntervalLevel.P95, seed);
  }

  static Interval difference(double[] before, double[] after, IntervalLevel level, long seed) {
    if (before.length != after.length)
      throw new IllegalArgumentException(before.length + " shares before, " + after.length);
    boolean whole = true;
    double[] change = new double[before.length];
    for (int i = 0; i < change.length; i++) {
      requireShare(before[i]);
      requireShare(after[i]);
      whole &= isWhole(before[i]) && isWhole(after[i]);
      change[i] = after[i] - before[i];
    }
    var clusters = Clusters.of(change, IntStream.range(0, change.length).toArray());
    return whole || clusters.different() < FEWEST
        ? squareAndAdd(before, after, level)
        : Bootstrap.mean(clusters, level, seed);
  }

  private static boolean isWhole(double value) {
    return value == 0 || value == 1;
  }

  private static Interval squareAndAdd(double[] before, double[] after, IntervalLevel level) {
    int n = before.length;
    Interval from = wilson(Arrays.stream(before).average().orElseThrow(), n, level);
    Interval to = wilson(Arrays.stream(after).average().orElseThrow(), n, level);
    double phi = correlation(before, from.mean(), after, to.mean());
    double change = to.mean() - from.mean();
    double below = added(to.mean() - to.low(), from.high() - from.mean(), phi);
    double above = added(to.high() - to.mean(), from.mean() - from.low(), phi);
    return new Interval(change, Math.max(-1, change - below), Math.min(1, change + above), n);
  }

  /// The half-width of a difference from the half-widths of its two parts and their correlation.
  private static double added(double one, double other, double phi) {
    return Math.sqrt(Math.max(0, one * one - 2 * phi * one * other + other * other));
  }

  /// The correlation over prompts. Newcombe's continuity correction makes a positive correlation
  /// smaller, so that equal answers before and after do not give an interval without width.
  private static double correlation(double[] before, double from, double[] after, double to) {
    int n = before.length;
    double products = 0;
    double squaresBefore = 0;
    double squaresAfter = 0;
    for (int i = 0; i < n; i++) {
      products += (before[i] - from) * (after[i] - to);
      squaresBefore += (before[i] - from) * (before[i] - from);
      squaresAfter += (after[i] - to) * (after[i] - to);
    }
    double spread = Math.sqrt(squaresBefore * squaresAfter);
    if (spread == 0) return 0;
    return (products > 0 ? Math.max(0, products - 0.5) : products) / spread;
  }

  private static void requireShare(double value) {
    if (!(value >= 0 && value <= 1))
      throw new IllegalArgumentException("a share is in [0, 1], not " + value);
  }
}

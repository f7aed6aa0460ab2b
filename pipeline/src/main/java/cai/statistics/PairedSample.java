package cai.statistics;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Two values of each of some independent units: how one prompt, conversation or passage came out
/// before and after. An interval of the change is that of the mean difference, never read off from
/// whether two intervals overlap.
public final class PairedSample {
  private final double[] before;
  private final double[] after;

  private PairedSample(double[] before, double[] after) {
    this.before = before;
    this.after = after;
  }

  /// The units that have both values; empty where there is none.
  ///
  /// @param before by unit
  /// @param after by unit
  public static Optional<PairedSample> of(Map<String, Double> before, Map<String, Double> after) {
    var common = new TreeSet<>(before.keySet());
    common.retainAll(after.keySet());
    if (common.isEmpty()) return Optional.empty();
    return Optional.of(
        new PairedSample(
            common.stream().mapToDouble(before::get).toArray(),
            common.stream().mapToDouble(after::get).toArray()));
  }

  /// The mean before, over units.
  public double meanBefore() {
    return mean(before);
  }

  /// The mean after, over units.
  public double meanAfter() {
    return mean(after);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  /// Of each unit, after less before.
  public double[] changes() {
    return IntStream.range(0, before.length).mapToDouble(i -> after[i] - before[i]).toArray();
  }

  /// The mean change of any values.
  public Interval change(IntervalLevel level, long seed) {
    int[] units = IntStream.range(0, before.length).toArray();
    return Bootstrap.mean(Clusters.of(changes(), units), level, seed);
  }

  /// The mean change of values in [0, 1], see [Shares#difference].
  public Interval changeOfShares(IntervalLevel level, long seed) {
    return Shares.difference(before, after, level, seed);
  }
}

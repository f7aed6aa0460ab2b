package cai.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;

/// The probability of paired differences as far from zero as those seen, if chance had given each
/// its sign.
///
/// Exact where all differences are equally large (then it is the sign test, and of answers that do
/// or do not McNemar's exact test) and where at most [#MOST_COUNTED] differ from zero; else from
/// [#DRAWN] draws, the draw seen included.
///
/// **Source**: Fisher 1935, The Design of Experiments, section 21.
public final class SignFlips {
  /// Of so many differences all signs are counted through.
  static final int MOST_COUNTED = 16;

  /// How often signs are drawn where there are more.
  static final int DRAWN = 20_000;

  private static final double ROUNDING = 1e-9;

  private SignFlips() {}

  /// @param differences one for each independent unit
  /// @param seed of the draws
  public static double p(double[] differences, long seed) {
    double[] sizes = Arrays.stream(differences).map(Math::abs).filter(size -> size > 0).toArray();
    double seen = Math.abs(Arrays.stream(differences).sum());
    if (!Double.isFinite(seen)) throw new IllegalArgumentException("a difference is no number");
    if (sizes.length == 0) return 1;
    boolean equal = Arrays.stream(sizes).allMatch(size -> size == sizes[0]);
    if (equal) return ofEqual(sizes.length, Math.round(seen / sizes[0]));
    double least = seen * (1 - ROUNDING);
    return sizes.length <= MOST_COUNTED ? counted(sizes, least) : drawn(sizes, least, seed);
  }

  /// The probability that heads and tails of n tosses differ by at least so many.
  private static double ofEqual(int n, long difference) {
    double sum = 0;
    // The logarithm of the number of ways to have k heads, less that of all ways.
    double ways = -n * Math.log(2);
    for (int k = 0; k <= n; k++) {
      if (Math.abs(n - 2L * k) >= difference) sum += Math.exp(ways);
      ways += Math.log(n - k) - Math.log(k + 1);
    }
    return Math.min(1, sum);
  }

  private static double counted(double[] sizes, double least) {
    int all = 1 << sizes.length;
    int far = 0;
    for (int signs = 0; signs < all; signs++) {
      double sum = 0;
      for (int i = 0; i < sizes.length; i++) sum += (signs >> i & 1) == 0 ? sizes[i] : -sizes[i];
      if (Math.abs(sum) >= least) far++;
    }
    return far / (double) all;
  }

  private static double drawn(double[] sizes, double least, long seed) {
    var random = new SplittableRandom(seed);
    int far = 1;
    for (int draw = 0; draw < DRAWN; draw++) {
      double sum = 0;
      for (double size : sizes) sum += random.nextBoolean() ? size : -size;
      if (Math.abs(sum) >= least) far++;
    }
    return far / (double) (DRAWN + 1);
  }
}

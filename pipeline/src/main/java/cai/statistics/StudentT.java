package cai.statistics;

/// Student's t distribution.
///
/// With x = sqrt(df) tan(a) its density becomes proportional to cos(a)^(df - 1) on (-pi/2, pi/2),
/// so both the probability and the constant before it are integrals of that power.
final class StudentT {
  private static final int INTERVALS = 512;

  private StudentT() {}

  /// The probability of a value at least as far from 0 as `t`, on either side.
  ///
  /// @param df degrees of freedom, at least 1, not necessarily whole
  static double beyond(double t, double df) {
    if (!(df >= 1)) throw new IllegalArgumentException("degrees of freedom=" + df);
    // What lies beyond 40 is nothing at all where the distribution is nearly normal.
    double end = df < 100 ? Math.PI / 2 : Math.atan(40 / Math.sqrt(df));
    double from = Math.min(end, Math.atan(Math.abs(t) / Math.sqrt(df)));
    return integral(from, end, df - 1) / integral(0, end, df - 1);
  }

  /// The value beyond which, on both sides together, a probability lies.
  static double quantile(double probability, double df) {
    double low = 0;
    double high = 1;
    while (beyond(high, df) > probability) high *= 2;
    for (int i = 0; i < 50; i++) {
      double middle = (low + high) / 2;
      if (beyond(middle, df) > probability) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  }

  /// The integral of a power of the cosine, by Simpson's rule.
  private static double integral(double from, double to, double power) {
    double width = (to - from) / INTERVALS;
    double sum = 0;
    for (int i = 0; i <= INTERVALS; i++) {
      int weight = i == 0 || i == INTERVALS ? 1 : i % 2 == 1 ? 4 : 2;
      // At pi/2 rounding may leave a cosine below 0.
      sum += weight * Math.pow(Math.max(0, Math.cos(from + i * width)), power);
    }
    return sum * width / 3;
  }
}

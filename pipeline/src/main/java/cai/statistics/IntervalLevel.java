package cai.statistics;

/// How sure an interval is: the share of such intervals that hold what they estimate.
public enum IntervalLevel {
  P95(0.95, 1.959963984540054),
  P99(0.99, 2.5758293035489004);

  private final double level;
  private final double z;

  IntervalLevel(double level, double z) {
    this.level = level;
    this.z = z;
  }

  /// The share.
  double level() {
    return level;
  }

  /// Standard deviations between the middle of a normal distribution and either end.
  double z() {
    return z;
  }
}

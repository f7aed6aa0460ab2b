package cai.statistics;

/// A mean with the ends of its 95 % interval.
///
/// @param n values the mean is over
public record Interval(double mean, double low, double high, int n) {
  /// Whether the interval leaves out a value, so that a difference from it is shown.
  public boolean excludes(double value) {
    return low > value || high < value;
  }
}

package cai.statistics;

/// A mean with its 95 % confidence interval.
///
/// @param n number of independent units that the mean is computed from: prompts, contexts,
///   conversations; several values of one prompt count once
public record Interval(double mean, double low, double high, int n) {
  /// Whether the interval excludes a value, so that the mean differs from it significantly.
  public boolean excludes(double value) {
    return low > value || high < value;
  }

  /// Whether the interval has a width. It has none, and then means nothing, if all values are equal
  /// or if there is only one cluster.
  public boolean hasWidth() {
    return low < high;
  }
}

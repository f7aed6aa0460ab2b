package cai.statistics;

/// A mean with the ends of its 95 % interval.
///
/// @param n independent parts that the mean rests on: prompts, contexts, conversations; several
///   values of one prompt count once
public record Interval(double mean, double low, double high, int n) {
  /// Whether the interval leaves out a value, so that a difference from it is shown.
  public boolean excludes(double value) {
    return low > value || high < value;
  }

  /// Whether there is an interval at all: it has no width where all values are equal or there is
  /// one cluster only, and then says nothing.
  public boolean hasWidth() {
    return low < high;
  }
}

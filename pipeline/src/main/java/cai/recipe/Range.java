package cai.recipe;

/// The numbers a key allows.
record Range(double min, double max, boolean minExclusive, boolean maxExclusive) {
  public static Range of(Setting setting) {
    return new Range(setting.min(), setting.max(), setting.minExclusive(), setting.maxExclusive());
  }

  boolean contains(double value) {
    return (minExclusive ? value > min : value >= min)
        && (maxExclusive ? value < max : value <= max);
  }

  /// `in (0, 1]`, `at least 1`; empty where every number is allowed.
  String text() {
    boolean below = min == Double.NEGATIVE_INFINITY;
    boolean above = max == Double.POSITIVE_INFINITY;
    if (below && above) return "";
    if (above) return (minExclusive ? "above " : "at least ") + Text.number(min);
    if (below) return (maxExclusive ? "below " : "at most ") + Text.number(max);
    return "in "
        + (minExclusive ? "(" : "[")
        + Text.number(min)
        + ", "
        + Text.number(max)
        + (maxExclusive ? ")" : "]");
  }
}

package cai.recipe;

/// The range of numbers that a key allows.
record AllowedRange(double min, double max, boolean minExclusive, boolean maxExclusive) {
  static AllowedRange of(Setting setting) {
    return new AllowedRange(
        setting.min(), setting.max(), setting.minExclusive(), setting.maxExclusive());
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
    if (above) return (minExclusive ? "above " : "at least ") + YamlText.number(min);
    if (below) return (maxExclusive ? "below " : "at most ") + YamlText.number(max);
    return "in "
        + (minExclusive ? "(" : "[")
        + YamlText.number(min)
        + ", "
        + YamlText.number(max)
        + (maxExclusive ? ")" : "]");
  }
}

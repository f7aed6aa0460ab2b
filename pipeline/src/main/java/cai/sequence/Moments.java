package cai.sequence;

import java.util.Arrays;

/// Mean, spread and correlation of plain numbers.
public final class Moments {
  private Moments() {}

  /// Mean; 0 of nothing.
  public static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }

  /// Population variance; 0 of nothing.
  public static double variance(double[] values) {
    double mean = mean(values);
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0);
  }

  /// Population standard deviation.
  public static double deviation(double[] values) {
    return Math.sqrt(variance(values));
  }
}

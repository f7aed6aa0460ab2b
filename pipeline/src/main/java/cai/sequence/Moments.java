package cai.sequence;

import java.util.Arrays;

/// Mean, spread and correlation of plain numbers.
public final class Moments {
  private Moments() {}

  /// Mean; 0 where there are no numbers.
  public static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }

  /// Population variance; 0 where there are no numbers.
  public static double variance(double[] values) {
    double mean = mean(values);
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0);
  }

  /// Population standard deviation.
  public static double deviation(double[] values) {
    return Math.sqrt(variance(values));
  }

  /// Pearson correlation of two equally long series; 0 where either is constant.
  public static double correlation(double[] values, double[] others) {
    if (values.length != others.length)
      throw new IllegalArgumentException(values.length + " values and " + others.length);
    double mean = mean(values);
    double otherMean = mean(others);
    double products = 0;
    for (int i = 0; i < values.length; i++)
      products += (values[i] - mean) * (others[i] - otherMean);
    double spread = deviation(values) * deviation(others) * values.length;
    return spread > 0 ? products / spread : 0;
  }
}

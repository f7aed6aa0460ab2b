package cai.feedback.confidence;

/// The number that log-odds are divided by before the sigmoid, fitted to pairs whose better answer
/// is known: with it, answers that are called better with probability 0.6 are better in six of ten.
///
/// One number cannot change which answer is preferred, so it is fitted for all pairs of an aim
/// together. It maximises the log-likelihood, the sum of log sigmoid(x / t) over the log-odds x of
/// the better answers. One right and one wrong pair of the root-mean-square x are added, so that a
/// feedback model that was never wrong on few pairs is not taken for certain.
///
/// **Source**: Guo et al. 2017, arXiv 1706.04599 (temperature scaling).
public final class Temperature {
  /// Greatest temperature, in units of the root-mean-square x. Where the feedback model is no
  /// better than chance, the best temperature would be infinite, and every label one half.
  public static final double GREATEST = 10;

  private static final double SMALLEST = 0.01;

  private Temperature() {}

  /// The fitted temperature; 1 where all log-odds are 0.
  ///
  /// @param better log-odds of the better answers, at least one
  public static double fitted(double[] better) {
    double unit = rootMeanSquare(better);
    if (unit == 0) return 1;
    // The likelihood is concave in 1 / t: its slope falls, so where it is 0 is found by halving.
    double low = 1 / GREATEST;
    double high = 1 / SMALLEST;
    if (slope(better, unit, low) <= 0) return unit * GREATEST;
    for (int i = 0; i < 100; i++) {
      double middle = (low + high) / 2;
      if (slope(better, unit, middle) > 0) low = middle;
      else high = middle;
    }
    return unit / ((low + high) / 2);
  }

  /// Derivative of the log-likelihood by `scale`, the inverse temperature in units of `unit`.
  private static double slope(double[] better, double unit, double scale) {
    double slope = 1 - 2 * sigmoid(scale); // the two added pairs, of x = 1 and x = -1
    for (double x : better) slope += x / unit * (1 - sigmoid(scale * x / unit));
    return slope;
  }

  /// The probability of an event with these log-odds.
  public static double sigmoid(double logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
  }

  /// The square root of the mean square; 0 for no values.
  public static double rootMeanSquare(double[] values) {
    double squares = 0;
    for (double value : values) squares += value * value;
    return values.length == 0 ? 0 : Math.sqrt(squares / values.length);
  }

  /// Mean of -log sigmoid(x / t), nats; ln 2 knows nothing.
  public static double logLoss(double[] better, double temperature) {
    double sum = 0;
    for (double x : better) sum += logLoss(x / temperature);
    return sum / better.length;
  }

  /// -log sigmoid(x) without overflow.
  public static double logLoss(double x) {
    return Math.max(-x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }
}

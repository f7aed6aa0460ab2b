package cai.preference;

import cai.sequence.Moments;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.List;

/// The scalar head: features are standardised with the mean and spread they had when training
/// began, then weighted and summed.
final class PreferenceHead implements AutoCloseable {
  private final Tensor mean; // [width]
  private final Tensor scale; // [width], one over the spread
  private final Tensor weights; // [1, width], trained
  private final Standard standard;

  /// How features are standardised: their mean and standard deviation when training began.
  /// **Shape**: both [width].
  record Standard(float[] mean, float[] deviation) {}

  PreferenceHead(Standard standard, float[] weightValues) {
    this.standard = standard;
    int width = weightValues.length;
    float[] inverse = new float[width];
    for (int i = 0; i < width; i++) inverse[i] = 1 / standard.deviation()[i];
    try (var scope = TensorScope.inference()) {
      mean = scope.keep(Tensor.of(standard.mean(), width));
      scale = scope.keep(Tensor.of(inverse, width));
      weights = scope.keep(Tensor.of(weightValues, 1, width).trained(true));
    }
  }

  /// A head that scores everything 0 and standardises by the given features.
  static PreferenceHead untrained(List<float[]> features) {
    int width = features.getFirst().length;
    float[] mean = new float[width];
    float[] deviation = new float[width];
    double[] column = new double[features.size()];
    for (int i = 0; i < width; i++) {
      for (int row = 0; row < column.length; row++) column[row] = features.get(row)[i];
      mean[i] = (float) Moments.mean(column);
      deviation[i] = (float) Math.max(1e-6, Moments.deviation(column));
    }
    return new PreferenceHead(new Standard(mean, deviation), new float[width]);
  }

  Tensor weights() {
    return weights;
  }

  /// Scores whose zero is arbitrary, recorded for gradients. **Shape**: [rows, width] gives [rows].
  Tensor of(Tensor features) {
    return features.sub(mean).mul(scale).linear(weights).view(features.size(0));
  }

  /// The scores of features, computed without gradients.
  ///
  /// @param features one row for each answer
  double[] scores(List<float[]> features) {
    float[] values = weightValues();
    return features.stream().mapToDouble(one -> score(one, values)).toArray();
  }

  /// One answer after the other, because the order in which a product of matrices sums depends on
  /// the number of rows.
  private double score(float[] features, float[] values) {
    double sum = 0;
    for (int i = 0; i < values.length; i++)
      sum += ((double) features[i] - standard.mean[i]) / standard.deviation[i] * values[i];
    return sum;
  }

  /// Rows laid below each other. **Shape**: [rows, width].
  static Tensor rows(List<float[]> rows) {
    int width = rows.getFirst().length;
    float[] all = new float[rows.size() * width];
    for (int i = 0; i < rows.size(); i++) System.arraycopy(rows.get(i), 0, all, i * width, width);
    return Tensor.of(all, rows.size(), width);
  }

  Standard standard() {
    return standard;
  }

  float[] weightValues() {
    try (var _ = TensorScope.inference()) {
      return weights.floats();
    }
  }

  @Override
  public void close() {
    mean.close();
    scale.close();
    weights.close();
  }
}

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
  private double offset;

  /// The head as it is kept.
  ///
  /// @param offset subtracted from every score, so that the training answers have mean 0
  record Values(float[] mean, float[] deviation, float[] weights, double offset) {}

  PreferenceHead(Values values) {
    int width = values.mean().length;
    float[] inverse = new float[width];
    for (int i = 0; i < width; i++) inverse[i] = 1 / values.deviation()[i];
    try (var scope = TensorScope.inference()) {
      mean = scope.keep(Tensor.of(values.mean(), width));
      scale = scope.keep(Tensor.of(inverse, width));
      weights = scope.keep(Tensor.of(values.weights(), 1, width).trained(true));
    }
    offset = values.offset();
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
    return new PreferenceHead(new Values(mean, deviation, new float[width], 0));
  }

  Tensor weights() {
    return weights;
  }

  /// Scores without the offset, recorded for gradients. **Shape**: [rows, width] gives [rows].
  Tensor of(Tensor features) {
    return features.sub(mean).mul(scale).linear(weights).view(features.size(0));
  }

  double offset() {
    return offset;
  }

  void offset(double offset) {
    this.offset = offset;
  }

  Values values() {
    try (var _ = TensorScope.inference()) {
      float[] inverse = scale.floats();
      float[] deviation = new float[inverse.length];
      for (int i = 0; i < inverse.length; i++) deviation[i] = 1 / inverse[i];
      return new Values(mean.floats(), deviation, weights.floats(), offset);
    }
  }

  @Override
  public void close() {
    mean.close();
    scale.close();
    weights.close();
  }
}

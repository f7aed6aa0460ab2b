package cai.transformer.weights;

import cai.tensor.DType;
import cai.tensor.Kernels;
import cai.tensor.PackedMatrix;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.List;
import java.util.random.RandomGenerator;

/// A low-rank adapter (LoRA), trained in place of a frozen weight: the layer multiplies with
/// `weight + SCALE * up * down`.
///
/// **Source**: Hu et al. 2021, section 4.1; `down` is the paper's A and `up` its B. As in the
/// paper, `down` begins random and `up` zero, so that an untrained adapter changes nothing.
///
/// @param down fp32 // [rank, in]
/// @param up fp32 // [out, rank]
public record Adapter(Tensor down, Tensor up) implements AutoCloseable {
  /// The paper's alpha / rank, for an alpha of twice the rank.
  public static final double SCALE = 2;

  /// Products of fewer rows are filled up to this number, the largest that a pass takes at once:
  /// small products are summed in another order than large ones.
  private static final int FEWEST_ROWS = 512;

  /// An untrained adapter, whose tensors belong to no scope.
  ///
  /// @param weight that it is for // [out, in]
  static Adapter of(Tensor weight, int rank, RandomGenerator random) {
    int in = Math.toIntExact(weight.size(1));
    double deviation = 1 / Math.sqrt(in);
    float[] values = new float[Math.multiplyExact(rank, in)];
    for (int i = 0; i < values.length; i++) values[i] = (float) (deviation * random.nextGaussian());
    try (var scope = TensorScope.inference()) {
      return new Adapter(
          scope.keepForGood(Tensor.of(values, rank, in).trained(true)),
          scope.keepForGood(Tensor.zeros(DType.FLOAT32, weight.size(0), rank).trained(true)));
    }
  }

  /// What the adapter adds to the layer's result. **Shape**: [.., in] gives [.., out].
  Tensor apply(Tensor input) {
    return input.to(DType.FLOAT32).linear(down).linear(up).mul(SCALE);
  }

  /// Adds what the adapter adds to the layer's result. **Shape**: into [n, out], rows [n, in].
  void addTo(Tensor into, Tensor rows) {
    Tensor lowered = steadyLowered(rows);
    if (Kernels.rowsAreAlikeAtAllPlaces()) Kernels.addForward(into, lowered, up, SCALE);
    else into.addInPlace(PackedMatrix.passing(up).products(lowered).mulInPlace(SCALE));
  }

  /// Adds the adapter's share of the gradient of the layer's input.
  ///
  /// @param into gradient of the layer's input // [n, in]
  /// @param gradient of the layer's result // [n, out]
  void addBack(Tensor into, Tensor gradient) {
    Kernels.addBackward(into, raised(gradient), down, SCALE);
  }

  /// `rows * down^T`, where each row has the same bits alone and among others.
  private Tensor steadyLowered(Tensor rows) {
    Tensor filled = rows.to(DType.FLOAT32).filledUp(FEWEST_ROWS);
    Tensor lowered =
        Kernels.rowsAreAlikeAtAllPlaces()
            ? lowered(filled)
            : PackedMatrix.passing(down.detach()).products(filled);
    return lowered.narrow(0, 0, rows.size(0));
  }

  private Tensor lowered(Tensor rows) {
    Tensor lowered = Tensor.empty(DType.FLOAT32, rows.size(0), down.size(0));
    Kernels.forward(lowered, rows, down);
    return lowered;
  }

  private Tensor raised(Tensor gradient) {
    Tensor raised = Tensor.empty(DType.FLOAT32, gradient.size(0), up.size(1));
    Kernels.backward(raised, gradient, up);
    return raised;
  }

  /// The work of adding the gradients of `down` and of `up`, one task each.
  ///
  /// @param gradient of the layer's result // [n, out]
  /// @param rows the layer's input // [n, in]
  List<Runnable> gradients(Tensor gradient, Tensor rows) {
    Tensor ofDown = Kernels.gradientSum(down);
    Tensor ofUp = Kernels.gradientSum(up);
    return List.of(
        () ->
            Kernels.addWeightGradient(
                ofDown, raised(gradient).mulInPlace(SCALE), rows, DType.FLOAT32),
        () ->
            Kernels.addWeightGradient(
                ofUp, gradient, lowered(rows).mulInPlace(SCALE), DType.FLOAT32));
  }

  /// The weight plus the change that the adapter makes, as a new tensor.
  Tensor added(Tensor weight) {
    return weight.add(up.matmul(down).mul(SCALE));
  }

  @Override
  public void close() {
    down.close();
    up.close();
  }
}

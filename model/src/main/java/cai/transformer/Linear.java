package cai.transformer;

import cai.tensor.DType;
import cai.tensor.Kernels;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.function.Consumer;

/// A linear layer without bias.
///
/// A trained layer keeps its fp32 weight and rounds it at each use; a frozen one keeps its weight
/// rounded in bf16, packed in fp32.
final class Linear implements AutoCloseable {
  private final Arithmetic arithmetic;
  private final boolean trained;
  private final Tensor weight; // [out, in]

  /// Takes the ownership of an fp32 weight that belongs to no scope.
  Linear(Tensor weight, Arithmetic arithmetic, boolean trained) {
    this.arithmetic = arithmetic;
    this.trained = trained;
    if (trained) {
      this.weight = weight.trained(true);
      return;
    }
    try (var scope = TensorScope.inference()) {
      this.weight =
          scope.keep(
              arithmetic == Arithmetic.BF16 ? weight.to(DType.BFLOAT16) : weight.packed());
    }
    weight.close();
  }

  /// **Shape**: [.., in] gives [.., out], fp32.
  Tensor apply(Tensor input) {
    if (arithmetic == Arithmetic.BF16) {
      Tensor rounded = trained ? weight.to(DType.BFLOAT16) : weight;
      return input.to(DType.BFLOAT16).linear(rounded).to(DType.FLOAT32);
    }
    return trained ? input.linear(weight) : input.linearPacked(weight);
  }

  /// The weight of a trained layer.
  Tensor weight() {
    if (!trained) throw new IllegalStateException("a frozen weight is packed");
    return weight;
  }

  boolean isTrained() {
    return trained;
  }

  /// What rows are multiplied by: the weight, or what it is rounded to.
  Tensor factor() {
    return arithmetic == Arithmetic.BF16 && trained ? weight.to(DType.BFLOAT16) : weight;
  }

  /// Adds the gradient of some of the weight's rows, given the gradient of this layer's result.
  /// **Shape**: gradient [n, out], rows [n, in].
  void addGradient(Tensor gradient, Tensor rows, long from, long count) {
    Kernels.addWeightGradient(
        Kernels.gradientSum(weight).narrow(0, from, count),
        gradient.narrow(1, from, count),
        rows,
        arithmetic == Arithmetic.BF16);
  }

  void visitTrained(Consumer<Tensor> visitor) {
    if (trained) visitor.accept(weight);
  }

  @Override
  public void close() {
    weight.close();
  }
}

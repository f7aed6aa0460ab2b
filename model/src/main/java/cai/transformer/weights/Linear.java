package cai.transformer.weights;

import cai.tensor.DType;
import cai.tensor.Tensor;

/// A linear layer without bias: `rows * weight^T`. Each kind keeps its weight in the form that it
/// is multiplied in, and offers no more than it can do with that form.
///
/// **Shape**: weight [out, in], rows [.., in], results [.., out].
public sealed interface Linear extends AutoCloseable permits HeadLinear, LearningLinear {

  /// The results in the type in which they are computed ([cai.transformer.Arithmetic#products]).
  Tensor compact(Tensor rows);

  /// The results in fp32.
  default Tensor apply(Tensor rows) {
    return compact(rows).to(DType.FLOAT32);
  }

  /// `base` plus the results, fp32.
  Tensor onto(Tensor base, Tensor rows);

  /// Products with the weight as it is now, for a pass that is cut into pieces of rows.
  ///
  /// The result of a row is the same, to the last bit, whatever rows are multiplied with it and
  /// however many. LibTorch sums the products of a plain matrix in another order for other numbers
  /// of rows, in bf16 and, with AVX2, in fp32; it does not where the matrix is packed.
  Products products();

  @Override
  void close();

  /// Products that are written into given memory.
  interface Products {
    /// `into = rows * weight^T`.
    void into(Tensor into, Tensor rows);

    /// `into = base + rows * weight^T`.
    void onto(Tensor into, Tensor base, Tensor rows);
  }

  /// Carries gradients back through the layer, for a pass that is cut into pieces of rows.
  @FunctionalInterface
  interface Back {
    /// `into = gradient * weight`: the gradient of the layer's input, given that of its result.
    void into(Tensor into, Tensor gradient);
  }
}

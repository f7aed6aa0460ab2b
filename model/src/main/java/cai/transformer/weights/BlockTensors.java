package cai.transformer.weights;

import cai.tensor.Tensor;
import cai.tensor.TensorScope;

/// The weights of one block as fp32 tensors: matrices that are multiplied with the same rows lie
/// one below the other in one matrix.
///
/// @param attentionNorm // [width]
/// @param queriesKeysValues // [(heads + 2 pairs) * headWidth, width]
/// @param output // [width, heads * headWidth]
/// @param feedForwardNorm // [width]
/// @param gateUp // [2 * feedForwardWidth, width]
/// @param down // [width, feedForwardWidth]
record BlockTensors(
    Tensor attentionNorm,
    Tensor queriesKeysValues,
    Tensor output,
    Tensor feedForwardNorm,
    Tensor gateUp,
    Tensor down) {

  /// Copies that belong to no scope.
  BlockTensors copied() {
    return new BlockTensors(
        copy(attentionNorm),
        copy(queriesKeysValues),
        copy(output),
        copy(feedForwardNorm),
        copy(gateUp),
        copy(down));
  }

  /// A copy that belongs to no scope and is not trained.
  static Tensor copy(Tensor weight) {
    try (var scope = TensorScope.inference()) {
      return scope.keepForGood(weight.add(0));
    }
  }
}

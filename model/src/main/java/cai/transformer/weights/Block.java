package cai.transformer.weights;

import cai.tensor.Tensor;

/// The weights of one decoder block: attention and a gated feed-forward layer, each with a norm
/// before it, and each added to the residual stream.
///
/// The projections of queries, keys and values are one linear layer, and so are gate and up: two
/// products in place of five.
public sealed interface Block extends AutoCloseable
    permits FrozenBlock, LikeTrainedBlock, TrainedBlock {
  /// **Shape**: [width].
  Tensor attentionNorm();

  /// **Shape**: [rows, width] gives [rows, (heads + 2 pairs) * headWidth].
  Linear queriesKeysValues();

  /// **Shape**: [rows, heads * headWidth] gives [rows, width].
  Linear output();

  /// **Shape**: [width].
  Tensor feedForwardNorm();

  FeedForward feedForward();

  @Override
  default void close() {
    attentionNorm().close();
    queriesKeysValues().close();
    output().close();
    feedForwardNorm().close();
    feedForward().close();
  }
}

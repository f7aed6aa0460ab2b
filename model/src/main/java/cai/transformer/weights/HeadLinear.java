package cai.transformer.weights;

import cai.tensor.Tensor;
import java.util.function.UnaryOperator;

/// A linear layer that can be the head of a decoder: every kind without an adapter.
public sealed interface HeadLinear extends Linear
    permits FrozenPacked, FrozenLikeTrained, FrozenHead, TrainedLinear {
  /// Logits, fp32, for a pass that is cut into pieces of rows: each row as in [#products].
  UnaryOperator<Tensor> logitsOfRows();
}

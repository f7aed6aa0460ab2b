package cai.transformer.decoder;

import cai.tensor.Tensor;
import cai.transformer.weights.DecoderWeights;
import cai.transformer.weights.FrozenHead;
import cai.transformer.weights.FrozenLikeTrained;
import cai.transformer.weights.FrozenPacked;
import cai.transformer.weights.TrainedLinear;
import java.util.function.UnaryOperator;

/// From the residual stream after the last layer to logits, without gradients.
public final class DecoderHead {
  private final DecoderWeights weights;

  DecoderHead(DecoderWeights weights) {
    this.weights = weights;
  }

  /// The final norm. **Shape**: [.., width] in and out.
  public Tensor normalized(Tensor stream) {
    return weights.normalized(stream);
  }

  /// Logits of normalised states. **Shape**: [.., width] gives [.., vocab].
  public Tensor logits(Tensor normalized) {
    return weights.head().apply(normalized);
  }

  /// Logits of normalised states for a pass whose rows are cut into pieces: each row has the bits
  /// that `RecordedPass#backward` computes. The operation belongs to the present scope. **Shape**:
  /// [rows, width] gives [rows, vocab].
  public UnaryOperator<Tensor> logitsOfRows() {
    return weights.head().logitsOfRows();
  }

  /// Logits of normalised states, where each lane computes some columns for all rows; as [#logits]
  /// where the head is trained and so not packed. **Shape**: [rows, width] gives [rows, vocab].
  public Tensor logitsOnLanes(Tensor normalized) {
    return switch (weights.head()) {
      case FrozenPacked head -> head.weight().productsOnLanes(normalized);
      case FrozenHead head -> head.packed().productsOnLanes(normalized);
      case FrozenLikeTrained _, TrainedLinear _ -> logits(normalized);
    };
  }
}

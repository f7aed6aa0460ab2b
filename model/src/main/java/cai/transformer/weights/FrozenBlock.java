package cai.transformer.weights;

import cai.tensor.Tensor;
import cai.transformer.Arithmetic;

/// A block that is never trained, packed to be multiplied fastest.
public record FrozenBlock(
    Tensor attentionNorm,
    FrozenPacked queriesKeysValues,
    FrozenPacked output,
    Tensor feedForwardNorm,
    SplitFeedForward feedForward)
    implements Block {

  /// Takes over the weights, which belong to no scope.
  static FrozenBlock of(BlockTensors weights, Arithmetic arithmetic) {
    return new FrozenBlock(
        weights.attentionNorm(),
        FrozenPacked.of(weights.queriesKeysValues(), arithmetic),
        FrozenPacked.of(weights.output(), arithmetic),
        weights.feedForwardNorm(),
        SplitFeedForward.of(weights.gateUp(), weights.down(), arithmetic));
  }

  /// Whether every weight is split into this many parts, one for each lane.
  public boolean isSplitFor(int lanes) {
    return feedForward.count() == lanes
        && queriesKeysValues.weight().count() == lanes
        && output.weight().count() == lanes;
  }
}

package cai.transformer.weights;

import cai.tensor.Tensor;
import cai.transformer.Arithmetic;

/// A copy of a trained block that is not trained itself, and whose results have the very bits of
/// the results of the trained one.
public record LikeTrainedBlock(
    Tensor attentionNorm,
    FrozenLikeTrained queriesKeysValues,
    FrozenLikeTrained output,
    Tensor feedForwardNorm,
    GatedLayers feedForward)
    implements Block {

  /// Takes over the weights, which belong to no scope.
  static LikeTrainedBlock of(BlockTensors weights, Arithmetic arithmetic) {
    return new LikeTrainedBlock(
        weights.attentionNorm(),
        FrozenLikeTrained.of(weights.queriesKeysValues(), arithmetic),
        FrozenLikeTrained.of(weights.output(), arithmetic),
        weights.feedForwardNorm(),
        new GatedLayers(
            FrozenLikeTrained.of(weights.gateUp(), arithmetic),
            FrozenLikeTrained.of(weights.down(), arithmetic)));
  }
}

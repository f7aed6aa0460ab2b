package cai.transformer.weights;

import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.Arithmetic;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// A block that is trained: all its weights, or adapters beside its linear layers.
///
/// @param normsTrained whether the weights of the norms are trained too
public record TrainedBlock(
    Tensor attentionNorm,
    LearningLinear queriesKeysValues,
    LearningLinear output,
    Tensor feedForwardNorm,
    LearningLinear gateUp,
    LearningLinear down,
    boolean normsTrained)
    implements Block {

  /// All weights trained. Takes over the weights, which belong to no scope.
  static TrainedBlock whole(BlockTensors weights, Arithmetic arithmetic) {
    return new TrainedBlock(
        weights.attentionNorm().trained(true),
        TrainedLinear.of(weights.queriesKeysValues(), arithmetic),
        TrainedLinear.of(weights.output(), arithmetic),
        weights.feedForwardNorm().trained(true),
        TrainedLinear.of(weights.gateUp(), arithmetic),
        TrainedLinear.of(weights.down(), arithmetic),
        true);
  }

  /// An adapter beside each linear layer. Takes over the weights, which belong to no scope.
  ///
  /// @param random values that the adapters begin with
  static TrainedBlock adapted(
      BlockTensors weights, Arithmetic arithmetic, int rank, RandomGenerator random) {
    return new TrainedBlock(
        weights.attentionNorm(),
        adapted(weights.queriesKeysValues(), arithmetic, rank, random),
        adapted(weights.output(), arithmetic, rank, random),
        weights.feedForwardNorm(),
        adapted(weights.gateUp(), arithmetic, rank, random),
        adapted(weights.down(), arithmetic, rank, random),
        false);
  }

  private static AdaptedLinear adapted(
      Tensor weight, Arithmetic arithmetic, int rank, RandomGenerator random) {
    return AdaptedLinear.of(weight, arithmetic, Adapter.of(weight, rank, random));
  }

  @Override
  public GatedLayers feedForward() {
    return new GatedLayers(gateUp, down);
  }

  /// Shows every trained tensor to the visitor, always in the same order.
  void visitTrained(Consumer<Tensor> visitor) {
    if (normsTrained) visitor.accept(attentionNorm);
    queriesKeysValues.visitTrained(visitor);
    output.visitTrained(visitor);
    if (normsTrained) visitor.accept(feedForwardNorm);
    gateUp.visitTrained(visitor);
    down.visitTrained(visitor);
  }

  /// The weights as they are now; those that adapters change belong to the present scope.
  BlockTensors weights() {
    return new BlockTensors(
        attentionNorm,
        queriesKeysValues.merged(),
        output.merged(),
        feedForwardNorm,
        gateUp.merged(),
        down.merged());
  }

  /// Copies of the weights as they are now, which belong to no scope.
  BlockTensors copied() {
    try (var _ = TensorScope.inference()) {
      return weights().copied();
    }
  }
}

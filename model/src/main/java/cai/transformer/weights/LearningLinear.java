package cai.transformer.weights;

import cai.tensor.Tensor;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A linear layer of which something is trained: its weight, or an adapter beside it.
public sealed interface LearningLinear extends Linear permits TrainedLinear, AdaptedLinear {
  /// Carries gradients back with the weight as it is now.
  Back back();

  /// The work of adding the gradients of what is trained, in pieces that write to different memory.
  ///
  /// @param gradient of the layer's result // [n, out]
  /// @param rows the layer's input // [n, in]
  Stream<Runnable> gradients(Tensor gradient, Tensor rows);

  /// The weight as it is now, in fp32, with what an adapter adds to it.
  Tensor merged();

  /// Shows every trained tensor to the visitor, always in the same order.
  void visitTrained(Consumer<Tensor> visitor);
}

package cai.reinforcement;

import cai.tensor.Tensor;
import cai.tensor.TensorScope;

/// A number of steps, as a tensor, so that it is saved with the weights.
final class Counter implements AutoCloseable {
  private final Tensor tensor;

  Counter() {
    try (var scope = TensorScope.inference()) {
      tensor = scope.keep(Tensor.of(new long[] {0}, 1));
    }
  }

  Tensor tensor() {
    return tensor;
  }

  long value() {
    return tensor.longs()[0];
  }

  void set(long value) {
    try (var _ = TensorScope.inference()) {
      tensor.copyInPlace(Tensor.of(new long[] {value}, 1));
    }
  }

  @Override
  public void close() {
    tensor.close();
  }
}

package cai.reinforcement;

import cai.tensor.Tensor;
import cai.tensor.TensorScope;

/// Optimiser steps made, as a tensor, so that it is saved with the weights.
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

  void increment() {
    try (var _ = TensorScope.inference()) {
      tensor.addInPlace(Tensor.of(new long[] {1}, 1));
    }
  }

  @Override
  public void close() {
    tensor.close();
  }
}

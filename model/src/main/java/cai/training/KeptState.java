package cai.training;

import cai.tensor.DType;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;

/// A copy of trained tensors from when they were last good, to which a training can return.
public final class KeptState implements AutoCloseable {
  private final List<Tensor> live;
  private final List<Tensor> copies = new ArrayList<>();

  /// Copies tensors as they are now.
  ///
  /// @param live owned by the caller
  public KeptState(List<Tensor> live) {
    this.live = List.copyOf(live);
    try (var scope = TensorScope.inference()) {
      for (Tensor tensor : live)
        copies.add(scope.keepForGood(Tensor.empty(DType.FLOAT32, tensor.shape())));
    }
    keep();
  }

  /// Copies the tensors as they are now over the copies made before.
  public void keep() {
    try (var _ = TensorScope.inference()) {
      for (int i = 0; i < copies.size(); i++) copies.get(i).copyInPlace(live.get(i).detach());
    }
  }

  /// Gives the tensors the values of the copies.
  public void restore() {
    try (var _ = TensorScope.inference()) {
      for (int i = 0; i < copies.size(); i++) live.get(i).detach().copyInPlace(copies.get(i));
    }
  }

  /// The copies, to be saved with a checkpoint and filled from one.
  public List<Tensor> tensors() {
    return List.copyOf(copies);
  }

  @Override
  public void close() {
    copies.forEach(Tensor::close);
  }
}

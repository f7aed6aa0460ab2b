package cai.transformer.weights;

import cai.tensor.DType;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.Arithmetic;
import java.util.function.UnaryOperator;

/// A linear layer whose weight never changes and whose results have the very bits of a trained
/// layer with the same weight ([TrainedLinear]).
///
/// @param weight in the type of products
public record FrozenLikeTrained(PlainWeight weight) implements HeadLinear {
  /// Takes over the weight: keeps it in fp32, or rounds it and frees it.
  ///
  /// @param weight fp32, belongs to no scope
  static FrozenLikeTrained of(Tensor weight, Arithmetic arithmetic) {
    if (arithmetic.products() == DType.FLOAT32)
      return new FrozenLikeTrained(new PlainWeight(weight));
    try (var scope = TensorScope.inference()) {
      Tensor rounded = scope.keepForGood(weight.to(arithmetic.products()));
      weight.close();
      return new FrozenLikeTrained(new PlainWeight(rounded));
    }
  }

  @Override
  public Tensor compact(Tensor rows) {
    return weight.product(rows);
  }

  @Override
  public Tensor onto(Tensor base, Tensor rows) {
    return base.add(compact(rows));
  }

  @Override
  public Products products() {
    return weight.products();
  }

  @Override
  public UnaryOperator<Tensor> logitsOfRows() {
    return weight.logitsOfRows();
  }

  @Override
  public void close() {
    weight.numbers().close();
  }
}

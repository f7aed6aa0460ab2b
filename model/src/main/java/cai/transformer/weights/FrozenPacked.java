package cai.transformer.weights;

import cai.tensor.Tensor;
import cai.transformer.Arithmetic;
import java.util.function.UnaryOperator;

/// A linear layer whose weight never changes and exists in packed form alone: in fp32, half
/// precision or bf16. No gradient passes through it.
public record FrozenPacked(SplitWeight weight) implements HeadLinear {
  /// Packs the weight and frees it.
  ///
  /// @param weight fp32, belongs to no scope
  static FrozenPacked of(Tensor weight, Arithmetic arithmetic) {
    var packed = new FrozenPacked(SplitWeight.of(weight, arithmetic));
    weight.close();
    return packed;
  }

  @Override
  public Tensor compact(Tensor rows) {
    return weight.products(rows);
  }

  @Override
  public Tensor onto(Tensor base, Tensor rows) {
    return weight.onto(base, rows);
  }

  @Override
  public Products products() {
    return weight;
  }

  @Override
  public UnaryOperator<Tensor> logitsOfRows() {
    return this::apply;
  }

  @Override
  public void close() {
    weight.close();
  }
}

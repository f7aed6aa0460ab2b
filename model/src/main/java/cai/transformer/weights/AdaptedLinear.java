package cai.transformer.weights;

import cai.tensor.DType;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.Arithmetic;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A linear layer whose weight is frozen and whose adapter is trained.
///
/// @param base the frozen weight, fp32 // [out, in]
/// @param factor the frozen weight in the type of products; `base` itself in fp32
public record AdaptedLinear(Tensor base, PlainWeight factor, Adapter adapter)
    implements LearningLinear {
  /// Takes over a weight, which belongs to no scope, and its adapter.
  static AdaptedLinear of(Tensor weight, Arithmetic arithmetic, Adapter adapter) {
    if (arithmetic.products() == DType.FLOAT32)
      return new AdaptedLinear(weight, new PlainWeight(weight), adapter);
    try (var scope = TensorScope.inference()) {
      Tensor rounded = scope.keepForGood(weight.to(arithmetic.products()));
      return new AdaptedLinear(weight, new PlainWeight(rounded), adapter);
    }
  }

  @Override
  public Tensor compact(Tensor rows) {
    Tensor product = factor.product(rows);
    return product.add(adapter.apply(rows)).to(product.type());
  }

  @Override
  public Tensor onto(Tensor base, Tensor rows) {
    return base.add(compact(rows));
  }

  @Override
  public Products products() {
    return new AdaptedProducts(factor.products(), adapter);
  }

  private record AdaptedProducts(Products ofWeight, Adapter adapter) implements Products {
    @Override
    public void into(Tensor into, Tensor rows) {
      ofWeight.into(into, rows);
      adapter.addTo(into, rows);
    }

    @Override
    public void onto(Tensor into, Tensor base, Tensor rows) {
      ofWeight.onto(into, base, rows);
      adapter.addTo(into, rows);
    }
  }

  @Override
  public Back back() {
    Back ofWeight = factor.back();
    return (into, gradient) -> {
      ofWeight.into(into, gradient);
      adapter.addBack(into, gradient);
    };
  }

  @Override
  public Stream<Runnable> gradients(Tensor gradient, Tensor rows) {
    return adapter.gradients(gradient, rows).stream();
  }

  @Override
  public Tensor merged() {
    return adapter.added(base);
  }

  @Override
  public void visitTrained(Consumer<Tensor> visitor) {
    visitor.accept(adapter.down());
    visitor.accept(adapter.up());
  }

  @Override
  public void close() {
    if (factor.numbers() != base) factor.numbers().close();
    base.close();
    adapter.close();
  }
}

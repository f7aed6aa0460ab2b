package cai.transformer.weights;

import cai.tensor.DType;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.Arithmetic;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The head of a decoder in which it is not trained. Its weight is packed for logits, and kept
/// beside that, because gradients pass through it to the layers below. A decoder may need only one
/// of the two forms or neither, so each is made when it is first asked for.
///
/// **Thread-safety**: lanes may ask at the same time; one makes the form, the others wait for it.
public final class FrozenHead implements HeadLinear {
  private final Tensor weight; // [vocab, width], fp32
  private final Arithmetic arithmetic;
  private volatile Optional<SplitWeight> packed = Optional.empty();
  private volatile Optional<Tensor> rounded = Optional.empty();

  /// @param weight is taken over; belongs to no scope
  FrozenHead(Tensor weight, Arithmetic arithmetic) {
    this.weight = weight;
    this.arithmetic = arithmetic;
  }

  /// The weight as logits are multiplied by it.
  public SplitWeight packed() {
    if (packed.isEmpty()) pack();
    return packed.orElseThrow();
  }

  private synchronized void pack() {
    if (packed.isEmpty()) packed = Optional.of(SplitWeight.of(weight, arithmetic));
  }

  /// The weight as gradients are multiplied by it, in the type of products.
  public Tensor factor() {
    if (arithmetic.products() == DType.FLOAT32) return weight;
    if (rounded.isEmpty()) round();
    return rounded.orElseThrow();
  }

  private synchronized void round() {
    if (rounded.isPresent()) return;
    try (var scope = TensorScope.inference()) {
      rounded = Optional.of(scope.keepForGood(weight.to(arithmetic.products())));
    }
  }

  @Override
  public Tensor compact(Tensor rows) {
    return packed().products(rows);
  }

  @Override
  public Tensor onto(Tensor base, Tensor rows) {
    return packed().onto(base, rows);
  }

  @Override
  public Products products() {
    return packed();
  }

  @Override
  public UnaryOperator<Tensor> logitsOfRows() {
    return this::apply;
  }

  @Override
  public void close() {
    weight.close();
    rounded.ifPresent(Tensor::close);
    packed.ifPresent(SplitWeight::close);
  }
}

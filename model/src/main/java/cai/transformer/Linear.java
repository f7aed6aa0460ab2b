package cai.transformer;

import cai.tensor.DType;
import cai.tensor.Kernels;
import cai.tensor.Lanes;
import cai.tensor.PackedMatrix;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A linear layer without bias.
///
/// A trained layer keeps its fp32 weight and rounds it at each use; so does an adapted one, whose
/// weight is frozen and whose [Adapter] is trained. A frozen one keeps what is multiplied fastest:
/// the weight rounded in bf16, or packed in fp32 or half precision.
final class Linear implements AutoCloseable {
  private final boolean trained;
  private final boolean roundedAtUse;
  private final Optional<Tensor> weight; // [out, in], fp32
  private final Optional<Tensor> rounded; // to bf16
  private final boolean packs;
  private final boolean halved;
  private final Optional<Adapter> adapter;
  private volatile Optional<PackedMatrix> packed = Optional.empty();

  /// What a layer is for.
  enum Use {
    /// Its weight changes, and is read as it is.
    TRAINED,
    /// Its weight stays, and is laid out to be multiplied fastest.
    FROZEN,
    /// Its weight stays, and gives the very bits that a trained layer of the same weight gives.
    FROZEN_LIKE_TRAINED
  }

  private Linear(
      Tensor weight,
      Arithmetic arithmetic,
      Use use,
      boolean keepWeight,
      Optional<Adapter> adapter) {
    boolean bf16 = arithmetic == Arithmetic.BF16;
    boolean relaid = use == Use.FROZEN;
    this.trained = use == Use.TRAINED;
    this.roundedAtUse = bf16 && !relaid;
    this.rounded = bf16 && relaid ? Optional.of(rounded(weight)) : Optional.empty();
    this.packs = !bf16 && relaid;
    this.halved = arithmetic == Arithmetic.FP16;
    this.adapter = adapter;
    this.weight = keepWeight ? Optional.of(weight.trained(trained)) : Optional.empty();
    if (keepWeight) return;
    if (packs) packed = Optional.of(packed(weight));
    weight.close();
  }

  private PackedMatrix packed(Tensor matrix) {
    return halved ? PackedMatrix.half(matrix) : PackedMatrix.of(matrix);
  }

  /// A weight that is kept is packed beside it when that is first needed, by whichever lane; only
  /// until then lanes wait for each other.
  private PackedMatrix packed() {
    if (packed.isEmpty()) pack();
    return packed.orElseThrow();
  }

  private synchronized void pack() {
    if (packed.isEmpty()) packed = Optional.of(packed(weight()));
  }

  /// Takes the ownership of an fp32 weight that belongs to no scope.
  static Linear of(Tensor weight, Arithmetic arithmetic, Use use) {
    return new Linear(weight, arithmetic, use, use != Use.FROZEN, Optional.empty());
  }

  /// The same for a weight that stays and whose adapter, which is taken over too, is trained.
  static Linear adapted(Tensor weight, Arithmetic arithmetic, Adapter adapter) {
    return new Linear(weight, arithmetic, Use.FROZEN_LIKE_TRAINED, true, Optional.of(adapter));
  }

  /// A frozen layer through which gradients are carried, which takes the weight as it is.
  static Linear passable(Tensor weight, Arithmetic arithmetic) {
    return new Linear(weight, arithmetic, Use.FROZEN, true, Optional.empty());
  }

  private static Tensor rounded(Tensor weight) {
    try (var scope = TensorScope.inference()) {
      return scope.keepForGood(weight.to(DType.BFLOAT16));
    }
  }

  /// **Shape**: [.., in] gives [.., out], fp32.
  Tensor apply(Tensor input) {
    Tensor product = product(input);
    return adapter.map(one -> product.add(one.apply(input))).orElse(product);
  }

  /// Of the weight alone.
  private Tensor product(Tensor input) {
    boolean passed = TensorScope.records() && weight.isPresent();
    if (packs && !passed) return packed().products(input);
    if (roundedAtUse || rounded.isPresent())
      return input.to(DType.BFLOAT16).linear(factor()).to(DType.FLOAT32);
    return input.linear(weight());
  }

  /// The fp32 weight, which a frozen layer has only where gradients pass through it.
  Tensor weight() {
    return weight.orElseThrow(() -> new IllegalStateException("a frozen weight is not kept"));
  }

  /// The weight as it is now, with what an adapter adds to it.
  Tensor merged() {
    return adapter.map(one -> one.added(weight())).orElseGet(this::weight);
  }

  /// Whether the weight itself is.
  boolean isTrained() {
    return trained;
  }

  /// What rows and gradients are multiplied by where products write into given memory: the weight,
  /// or what it is rounded to.
  Tensor factor() {
    if (roundedAtUse) return weight().to(DType.BFLOAT16);
    return rounded.orElseGet(this::weight);
  }

  /// Products that write into given memory, for many pieces of one pass.
  interface Products {
    /// `into = this layer of rows`.
    void into(Tensor into, Tensor rows);

    /// `into = base + this layer of rows`.
    void onto(Tensor into, Tensor base, Tensor rows);
  }

  Products products() {
    Products ofWeight = packs ? new PackedProducts(packed()) : new FactorProducts(factor());
    return adapter.<Products>map(one -> new AdaptedProducts(ofWeight, one)).orElse(ofWeight);
  }

  private record PackedProducts(PackedMatrix packed) implements Products {
    @Override
    public void into(Tensor into, Tensor rows) {
      into.copyInPlace(packed.products(rows));
    }

    @Override
    public void onto(Tensor into, Tensor base, Tensor rows) {
      Kernels.add(into, base, packed.products(rows));
    }
  }

  private record FactorProducts(Tensor factor) implements Products {
    @Override
    public void into(Tensor into, Tensor rows) {
      Kernels.forward(into, rows, factor);
    }

    @Override
    public void onto(Tensor into, Tensor base, Tensor rows) {
      Kernels.forwardOnto(into, base, rows, factor);
    }
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

  /// Carries gradients back, for many pieces of one pass.
  @FunctionalInterface
  interface Back {
    /// `into = gradient` of this layer's input, given that of its result.
    void into(Tensor into, Tensor gradient);
  }

  Back back() {
    Tensor factor = factor();
    Back ofWeight = (into, gradient) -> Kernels.backward(into, gradient, factor);
    return adapter
        .<Back>map(one ->
            (into, gradient) -> {
              ofWeight.into(into, gradient);
              one.addBack(into, gradient);
            })
        .orElse(ofWeight);
  }

  /// The work of adding the gradients of what is trained, in pieces that write to different memory.
  /// **Shape**: gradient of this layer's result [n, out], rows [n, in].
  Stream<Runnable> gradients(Tensor gradient, Tensor rows) {
    if (adapter.isPresent()) return adapter.get().gradients(gradient, rows).stream();
    Kernels.gradientSum(weight());
    long all = weight().size(0);
    int parts = (int) Math.min(Lanes.count(), all);
    return IntStream.range(0, parts)
        .mapToObj(part -> {
          long from = Lanes.begin(all, part, parts);
          long count = Lanes.begin(all, part + 1, parts) - from;
          return () -> addGradient(gradient, rows, from, count);
        });
  }

  /// Adds the gradient of some of the weight's rows, given the gradient of this layer's result.
  /// **Shape**: gradient [n, out], rows [n, in].
  void addGradient(Tensor gradient, Tensor rows, long from, long count) {
    Kernels.addWeightGradient(
        Kernels.gradientSum(weight()).narrow(0, from, count),
        gradient.narrow(1, from, count),
        rows,
        roundedAtUse);
  }

  void visitTrained(Consumer<Tensor> visitor) {
    if (trained) visitor.accept(weight());
    adapter.ifPresent(one -> {
      visitor.accept(one.down());
      visitor.accept(one.up());
    });
  }

  @Override
  public void close() {
    weight.ifPresent(Tensor::close);
    rounded.ifPresent(Tensor::close);
    packed.ifPresent(PackedMatrix::close);
    adapter.ifPresent(Adapter::close);
  }
}

package cai.transformer;

import cai.tensor.DType;
import cai.tensor.Kernels;
import cai.tensor.Lanes;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A linear layer without bias.
///
/// A trained layer keeps its fp32 weight and rounds it at each use; so does an adapted one, whose
/// weight is frozen and whose [Adapter] is trained. A frozen one keeps what is multiplied fastest:
/// the weight packed in fp32, half precision or bf16; or, if it is to be like a trained one, what
/// that rounds its weight to.
final class Linear implements AutoCloseable {
  private final boolean trained;
  private final Arithmetic arithmetic;
  private final boolean packs;
  private final Optional<Tensor> weight; // [out, in], fp32
  private final Optional<Adapter> adapter;
  private volatile Optional<PackedParts> packed = Optional.empty();
  private volatile Optional<Tensor> rounded = Optional.empty(); // of a frozen weight

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
    this.arithmetic = arithmetic;
    this.trained = use == Use.TRAINED;
    this.packs = use == Use.FROZEN;
    this.adapter = adapter;
    this.weight = keepWeight ? Optional.of(weight.trained(trained)) : Optional.empty();
    if (keepWeight) return;
    if (packs) packed = Optional.of(PackedParts.of(weight, arithmetic));
    else rounded = Optional.of(rounded(weight));
    weight.close();
  }

  private Tensor rounded(Tensor weight) {
    try (var scope = TensorScope.inference()) {
      return scope.keepForGood(weight.to(arithmetic.products()));
    }
  }

  /// A weight that is kept is packed beside it when that is first needed, by whichever lane; only
  /// until then lanes wait for each other.
  PackedParts packed() {
    if (packed.isEmpty()) pack();
    return packed.orElseThrow();
  }

  private synchronized void pack() {
    if (packed.isEmpty()) packed = Optional.of(PackedParts.of(weight(), arithmetic));
  }

  /// Takes the ownership of an fp32 weight that belongs to no scope.
  static Linear of(Tensor weight, Arithmetic arithmetic, Use use) {
    boolean rounds = arithmetic.products() != DType.FLOAT32;
    boolean keepWeight = use == Use.TRAINED || use == Use.FROZEN_LIKE_TRAINED && !rounds;
    return new Linear(weight, arithmetic, use, keepWeight, Optional.empty());
  }

  /// The same for a weight that stays and whose adapter, which is taken over too, is trained.
  static Linear adapted(Tensor weight, Arithmetic arithmetic, Adapter adapter) {
    return new Linear(weight, arithmetic, Use.FROZEN_LIKE_TRAINED, true, Optional.of(adapter));
  }

  /// A frozen layer through which gradients are carried, which takes the weight as it is.
  static Linear passable(Tensor weight, Arithmetic arithmetic) {
    return new Linear(weight, arithmetic, Use.FROZEN, true, Optional.empty());
  }

  /// **Shape**: [.., in] gives [.., out], fp32.
  Tensor apply(Tensor input) {
    return compact(input).to(DType.FLOAT32);
  }

  /// The same by all lanes, each of which makes a part of a packed layer's columns for all rows.
  Tensor applyOnLanes(Tensor input) {
    if (!isPacked()) return apply(input);
    PackedParts parts = packed();
    Tensor rounded = input.to(arithmetic.products());
    Tensor into = Tensor.empty(DType.FLOAT32, input.size(0), parts.columns());
    Lanes.each(parts.count(), part -> parts.into(into, rounded, part));
    return into;
  }

  /// The same in the numbers in which it is computed.
  Tensor compact(Tensor input) {
    Tensor product = product(input);
    return adapter.map(one -> product.add(one.apply(input)).to(product.type())).orElse(product);
  }

  /// `base` and the result of this layer, fp32.
  Tensor onto(Tensor base, Tensor input) {
    return isPacked() ? packed().onto(base, input) : base.add(compact(input));
  }

  /// Whether it multiplies by a packed matrix.
  boolean isPacked() {
    return packs;
  }

  /// Of the weight alone.
  private Tensor product(Tensor input) {
    if (isPacked()) return packed().products(input);
    return input.to(arithmetic.products()).linear(factor());
  }

  /// The fp32 weight, which a frozen layer has only where gradients pass through it.
  Tensor weight() {
    return weight.orElseThrow(() -> new IllegalStateException("a frozen weight is not kept"));
  }

  /// The weight as it is now, with what an adapter adds to it.
  Tensor merged() {
    return adapter.map(one -> one.added(weight())).orElseGet(this::weight);
  }

  /// Whether the base weight is trained, and not only an adapter beside it.
  boolean isTrained() {
    return trained;
  }

  /// What rows and gradients are multiplied by where products write into given memory: the weight,
  /// or what it is rounded to.
  Tensor factor() {
    if (trained || arithmetic.products() == DType.FLOAT32)
      return weight().to(arithmetic.products());
    if (rounded.isEmpty()) round();
    return rounded.orElseThrow();
  }

  private synchronized void round() {
    if (rounded.isEmpty()) rounded = Optional.of(rounded(weight()));
  }

  /// Products that write into given memory, for many pieces of one pass.
  interface Products {
    /// `into = this layer of rows`.
    void into(Tensor into, Tensor rows);

    /// `into = base + this layer of rows`.
    void onto(Tensor into, Tensor base, Tensor rows);
  }

  /// What a row gives is the same, to the last bit, whatever rows are multiplied with it and
  /// however many. LibTorch's products of a plain matrix are summed in another order for other
  /// numbers of rows, in bf16 and, with AVX2, in fp32; products of a packed matrix are not.
  Products products() {
    boolean plain =
        !packs && arithmetic.products() == DType.FLOAT32 && Kernels.rowsAreAlikeAtAllPlaces();
    Products ofWeight =
        plain ? new FactorProducts(factor()) : new PackedProducts(packs ? packed() : passing());
    return adapter.<Products>map(one -> new AdaptedProducts(ofWeight, one)).orElse(ofWeight);
  }

  private PackedParts passing() {
    return PackedParts.passing(factor());
  }

  /// The logits of some rows, for many pieces of one pass, each row as in [#products].
  UnaryOperator<Tensor> logits() {
    if (packs || arithmetic.products() == DType.FLOAT32) return this::apply;
    PackedParts now = passing();
    return rows -> now.products(rows).to(DType.FLOAT32);
  }

  private record PackedProducts(PackedParts packed) implements Products {
    @Override
    public void into(Tensor into, Tensor rows) {
      packed.into(into, rows);
    }

    @Override
    public void onto(Tensor into, Tensor base, Tensor rows) {
      packed.onto(into, base, rows);
    }
  }

  private record FactorProducts(Tensor factor) implements Products {
    /// OpenBLAS sums products of fewer numbers in another order, so there are always as many rows.
    private static final int FEWEST = 64;

    @Override
    public void into(Tensor into, Tensor rows) {
      filledUp(into, enough -> Kernels.forward(enough, rows.filledUp(FEWEST), factor));
    }

    @Override
    public void onto(Tensor into, Tensor base, Tensor rows) {
      filledUp(
          into,
          enough ->
              Kernels.forwardOnto(enough, base.filledUp(FEWEST), rows.filledUp(FEWEST), factor));
    }

    /// @param product writes into memory of enough rows
    private static void filledUp(Tensor into, Consumer<Tensor> product) {
      long count = into.size(0);
      if (count >= FEWEST) {
        product.accept(into);
        return;
      }
      Tensor enough = Tensor.empty(into.type(), FEWEST, into.size(1));
      product.accept(enough);
      into.copyInPlace(enough.narrow(0, 0, count));
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
        arithmetic.products());
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
    packed.ifPresent(PackedParts::close);
    adapter.ifPresent(Adapter::close);
  }
}

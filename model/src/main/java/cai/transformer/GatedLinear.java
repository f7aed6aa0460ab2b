package cai.transformer;

import cai.tensor.DType;
import cai.tensor.PackedMatrix;
import cai.tensor.Tensor;
import cai.transformer.Linear.Use;
import java.util.Optional;
import java.util.function.Consumer;

/// Gate and up of a feed-forward layer, which share their input: `silu(gate) * up`. A trained one
/// is one linear layer; a frozen one has both matrices packed apart, so that what is done with each
/// element is done where it is made.
final class GatedLinear implements AutoCloseable {
  private final Optional<Linear> both; // [2 * feedForwardWidth, width]
  private final Optional<Halves> halves;

  /// @param gate packed // [feedForwardWidth, width]
  /// @param up packed // [feedForwardWidth, width]
  /// @param numbers of products
  private record Halves(PackedMatrix gate, PackedMatrix up, DType numbers) {
    static Halves of(Tensor weight, Arithmetic arithmetic) {
      long width = weight.size(0) / 2;
      return new Halves(
          arithmetic.packed(weight.narrow(0, 0, width)),
          arithmetic.packed(weight.narrow(0, width, width)),
          arithmetic.products());
    }

    Tensor of(Tensor input) {
      Tensor rounded = input.to(numbers); // once for both
      return up.scaled(gate.silu(rounded), rounded);
    }
  }

  private GatedLinear(Optional<Linear> both, Optional<Halves> halves) {
    this.both = both;
    this.halves = halves;
  }

  /// One that is computed as a linear layer.
  ///
  /// @param both gate above up
  static GatedLinear of(Linear both) {
    return new GatedLinear(Optional.of(both), Optional.empty());
  }

  /// Takes the ownership of an fp32 weight that belongs to no scope.
  ///
  /// @param weight gate above up // [2 * feedForwardWidth, width]
  static GatedLinear of(Tensor weight, Arithmetic arithmetic, Use use) {
    if (use != Use.FROZEN) return of(Linear.of(weight, arithmetic, use));
    var halves = Halves.of(weight, arithmetic);
    weight.close();
    return new GatedLinear(Optional.empty(), Optional.of(halves));
  }

  /// **Shape**: [.., width] gives [.., feedForwardWidth], in the numbers of products.
  Tensor active(Tensor input) {
    return halves.map(one -> one.of(input)).orElseGet(() -> gated(both().compact(input)));
  }

  private static Tensor gated(Tensor both) {
    int last = both.dimensions() - 1;
    long width = both.size(last) / 2;
    Tensor gate = both.narrow(last, 0, width).silu();
    return gate.mul(both.narrow(last, width, width));
  }

  /// The linear layer, which a frozen one does not have.
  Linear both() {
    return both.orElseThrow(() -> new IllegalStateException("frozen gate and up are apart"));
  }

  /// Whether only [#active] can be had of it.
  boolean isPacked() {
    return halves.isPresent();
  }

  void visitTrained(Consumer<Tensor> visitor) {
    both.ifPresent(one -> one.visitTrained(visitor));
  }

  @Override
  public void close() {
    both.ifPresent(Linear::close);
    halves.ifPresent(one -> {
      one.gate().close();
      one.up().close();
    });
  }
}

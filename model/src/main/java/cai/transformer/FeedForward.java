package cai.transformer;

import cai.tensor.DType;
import cai.tensor.PackedMatrix;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// The gated feed-forward layer of a block: `down(silu(gate) * up)`. A trained one is two linear
/// layers. A frozen one is packed in parts, each with some of the inner numbers, whose results add
/// up: what gate and up make of a part is still in a core's cache when down reads it, and lanes
/// that share a layer take a part each.
final class FeedForward implements AutoCloseable {
  private final Optional<Layers> layers;
  private final List<Part> parts;
  private final DType type; // of products

  /// Its linear layers.
  ///
  /// @param gateUp gate above up // [2 * feedForwardWidth, width]
  /// @param down // [width, feedForwardWidth]
  record Layers(Linear gateUp, Linear down) {}

  /// @param gate // [some, width]
  /// @param up // [some, width]
  /// @param down // [width, some]
  private record Part(PackedMatrix gate, PackedMatrix up, PackedMatrix down) {
    Tensor active(Tensor input) {
      return up.scaled(gate.silu(input), input);
    }
  }

  private FeedForward(Optional<Layers> layers, List<Part> parts, DType type) {
    this.layers = layers;
    this.parts = parts;
    this.type = type;
  }

  static FeedForward of(Layers layers, Arithmetic arithmetic) {
    return new FeedForward(Optional.of(layers), List.of(), arithmetic.products());
  }

  /// Takes the ownership of fp32 weights that belong to no scope.
  ///
  /// @param gateUp gate above up // [2 * feedForwardWidth, width]
  /// @param down // [width, feedForwardWidth]
  static FeedForward packed(Tensor gateUp, Tensor down, Arithmetic arithmetic) {
    int inner = Math.toIntExact(down.size(1));
    int[] ends = LaneParts.columns(inner);
    List<Part> parts;
    try (var _ = TensorScope.inference()) { // of the views
      parts =
          IntStream.range(0, ends.length - 1)
              .mapToObj(i -> {
                int from = ends[i];
                int some = ends[i + 1] - from;
                return new Part(
                    arithmetic.packed(gateUp.narrow(0, from, some)),
                    arithmetic.packed(gateUp.narrow(0, (long) inner + from, some)),
                    arithmetic.packed(down.narrow(1, from, some)));
              })
              .toList();
    }
    gateUp.close();
    down.close();
    return new FeedForward(Optional.empty(), parts, arithmetic.products());
  }

  /// `base` and the result, fp32. **Shape**: both [.., width].
  Tensor onto(Tensor base, Tensor input) {
    if (layers.isPresent()) return onto(base, input, layers.get());
    Tensor rounded = input.to(type); // once for all
    Tensor sum = base;
    for (Part part : parts) sum = part.down.onto(sum, part.active(rounded));
    return sum;
  }

  private static Tensor onto(Tensor base, Tensor input, Layers layers) {
    Tensor both = layers.gateUp.compact(input);
    int last = both.dimensions() - 1;
    long width = both.size(last) / 2;
    Tensor gate = both.narrow(last, 0, width).silu();
    return layers.down.onto(base, gate.mul(both.narrow(last, width, width)));
  }

  /// What a part adds to the result of a packed layer. **Shape**: [.., width] in and out.
  Tensor ofPart(int part, Tensor input) {
    Part one = parts.get(part);
    return one.down.products(one.active(input));
  }

  /// The linear layers, which a packed one does not have.
  Layers layers() {
    return layers.orElseThrow(() -> new IllegalStateException("packed in parts"));
  }

  /// Parts of a packed one; 0 of one that is not.
  int count() {
    return parts.size();
  }

  boolean isPacked() {
    return layers.isEmpty();
  }

  void visitTrained(Consumer<Tensor> visitor) {
    layers.ifPresent(both -> {
      both.gateUp.visitTrained(visitor);
      both.down.visitTrained(visitor);
    });
  }

  @Override
  public void close() {
    layers.ifPresent(both -> {
      both.gateUp.close();
      both.down.close();
    });
    for (Part part : parts) {
      part.gate.close();
      part.up.close();
      part.down.close();
    }
  }
}

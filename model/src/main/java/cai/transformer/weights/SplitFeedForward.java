package cai.transformer.weights;

import cai.tensor.DType;
import cai.tensor.PackedMatrix;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.Arithmetic;
import java.util.List;
import java.util.stream.IntStream;

/// A frozen feed-forward layer, packed and split by inner numbers (those between gate and down):
/// the result is the sum of what its slices make. What gate and up make for a slice is still in a
/// core's cache when down reads it, and lanes that share the layer take a slice each.
///
/// @param type of products
public record SplitFeedForward(List<InnerSlice> slices, DType type) implements FeedForward {
  /// Some of the inner numbers.
  ///
  /// @param gate // [some, width]
  /// @param up // [some, width]
  /// @param down // [width, some]
  record InnerSlice(PackedMatrix gate, PackedMatrix up, PackedMatrix down) {
    Tensor active(Tensor rows) {
      return up.scaled(gate.silu(rows), rows);
    }
  }

  /// Packs fp32 weights, which belong to no scope, and frees them.
  ///
  /// @param gateUp gate and up in one, gate first // [2 * feedForwardWidth, width]
  /// @param down // [width, feedForwardWidth]
  static SplitFeedForward of(Tensor gateUp, Tensor down, Arithmetic arithmetic) {
    int inner = Math.toIntExact(down.size(1));
    int[] ends = ColumnSplit.ends(inner);
    List<InnerSlice> slices;
    try (var _ = TensorScope.inference()) { // of the views
      slices =
          IntStream.range(0, ends.length - 1)
              .mapToObj(i -> {
                int from = ends[i];
                int some = ends[i + 1] - from;
                return new InnerSlice(
                    arithmetic.packed(gateUp.narrow(0, from, some)),
                    arithmetic.packed(gateUp.narrow(0, (long) inner + from, some)),
                    arithmetic.packed(down.narrow(1, from, some)));
              })
              .toList();
    }
    gateUp.close();
    down.close();
    return new SplitFeedForward(slices, arithmetic.products());
  }

  /// How many slices there are.
  public int count() {
    return slices.size();
  }

  @Override
  public Tensor onto(Tensor base, Tensor rows) {
    Tensor rounded = rows.to(type); // once for all slices
    Tensor sum = base;
    for (InnerSlice slice : slices) sum = slice.down.onto(sum, slice.active(rounded));
    return sum;
  }

  /// What one slice adds to the result. **Shape**: [.., width] in and out.
  public Tensor ofSlice(int number, Tensor rows) {
    InnerSlice slice = slices.get(number);
    return slice.down.products(slice.active(rows));
  }

  @Override
  public void close() {
    for (InnerSlice slice : slices) {
      slice.gate.close();
      slice.up.close();
      slice.down.close();
    }
  }
}

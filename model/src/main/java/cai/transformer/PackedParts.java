package cai.transformer;

import cai.tensor.DType;
import cai.tensor.Kernels;
import cai.tensor.PackedMatrix;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.List;
import java.util.stream.IntStream;

/// A frozen weight packed in parts, each of which makes some columns of a result, so that lanes
/// that share a product read every number of the weight once between them.
///
/// @param ends where the columns of each part begin, and behind them their number // [parts + 1]
/// @param type of results
record PackedParts(List<PackedMatrix> matrices, int[] ends, DType type) implements AutoCloseable {

  /// **Shape**: weight [out, in], fp32.
  static PackedParts of(Tensor weight, Arithmetic arithmetic) {
    int[] ends = LaneParts.columns(Math.toIntExact(weight.size(0)));
    try (var _ = TensorScope.inference()) { // of the views
      List<PackedMatrix> matrices =
          IntStream.range(0, ends.length - 1)
              .mapToObj(
                  i -> arithmetic.packed(weight.narrow(0, ends[i], (long) ends[i + 1] - ends[i])))
              .toList();
      return new PackedParts(matrices, ends, arithmetic.products());
    }
  }

  /// One part, which belongs to the present scope, of a weight that will have changed by the next
  /// pass.
  static PackedParts passing(Tensor rounded) {
    return new PackedParts(
        List.of(PackedMatrix.passing(rounded)),
        new int[] {0, Math.toIntExact(rounded.size(0))},
        rounded.type());
  }

  int count() {
    return matrices.size();
  }

  /// Columns of results.
  int columns() {
    return ends[count()];
  }

  /// **Shape**: [.., in] gives [.., out].
  Tensor products(Tensor rows) {
    if (count() == 1) return matrices.getFirst().products(rows);
    long[] shape = rows.shape();
    shape[shape.length - 1] = columns();
    Tensor into = Tensor.empty(type, shape);
    into(into, rows);
    return into;
  }

  /// The same, written into given memory of any type.
  void into(Tensor into, Tensor rows) {
    Tensor rounded = rows.to(type); // once for all
    for (int part = 0; part < count(); part++) into(into, rounded, part);
  }

  /// Writes the columns of a part.
  ///
  /// @param into the whole result, of any type // [.., out]
  void into(Tensor into, Tensor rows, int part) {
    columns(into, part).copyInPlace(matrices.get(part).products(rows));
  }

  /// The columns of a part, of any type. **Shape**: [rows, in] gives [rows, some].
  Tensor products(Tensor rows, int part) {
    return matrices.get(part).products(rows);
  }

  /// `base` and the whole result, fp32.
  Tensor onto(Tensor base, Tensor rows) {
    if (count() == 1) return matrices.getFirst().onto(base, rows);
    Tensor into = Tensor.empty(DType.FLOAT32, base.shape());
    onto(into, base, rows);
    return into;
  }

  /// The same, written into given memory.
  void onto(Tensor into, Tensor base, Tensor rows) {
    Tensor rounded = rows.to(type);
    for (int part = 0; part < count(); part++)
      Kernels.add(columns(into, part), columns(base, part), matrices.get(part).products(rounded));
  }

  private Tensor columns(Tensor all, int part) {
    return all.narrow(all.dimensions() - 1, ends[part], (long) ends[part + 1] - ends[part]);
  }

  @Override
  public void close() {
    matrices.forEach(PackedMatrix::close);
  }
}

package cai.transformer.weights;

import cai.tensor.DType;
import cai.tensor.Kernels;
import cai.tensor.Lanes;
import cai.tensor.PackedMatrix;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.Arithmetic;
import java.util.List;
import java.util.stream.IntStream;

/// A packed weight, split into matrices that make neighbouring columns of the result: lanes that
/// share a product take a matrix each, so that together they read every number of the weight once.
///
/// @param ends where the columns of each matrix begin, and last the number of columns // [count +
///   1]
/// @param type of results
public record SplitWeight(List<PackedMatrix> matrices, int[] ends, DType type)
    implements Linear.Products, AutoCloseable {

  /// Packs a copy, which belongs to no scope, with a matrix for each lane that shares products.
  ///
  /// @param weight fp32 // [out, in]
  static SplitWeight of(Tensor weight, Arithmetic arithmetic) {
    int[] ends = ColumnSplit.ends(Math.toIntExact(weight.size(0)));
    try (var _ = TensorScope.inference()) { // of the views
      List<PackedMatrix> matrices =
          IntStream.range(0, ends.length - 1)
              .mapToObj(
                  i -> arithmetic.packed(weight.narrow(0, ends[i], (long) ends[i + 1] - ends[i])))
              .toList();
      return new SplitWeight(matrices, ends, arithmetic.products());
    }
  }

  /// A weight that changes before the next pass, packed for this one as a single matrix, which
  /// belongs to the present scope.
  ///
  /// @param weight in the type of products // [out, in]
  static SplitWeight passing(Tensor weight) {
    return new SplitWeight(
        List.of(PackedMatrix.passing(weight)),
        new int[] {0, Math.toIntExact(weight.size(0))},
        weight.type());
  }

  /// How many matrices there are.
  public int count() {
    return matrices.size();
  }

  private int columns() {
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

  /// The products in fp32, each matrix by a lane of its own. **Shape**: [rows, in] gives [rows,
  /// out].
  public Tensor productsOnLanes(Tensor rows) {
    Tensor rounded = rows.to(type);
    Tensor into = Tensor.empty(DType.FLOAT32, rows.size(0), columns());
    Lanes.each(count(), number -> into(into, rounded, number));
    return into;
  }

  /// The columns of the result that one matrix makes. **Shape**: [rows, in] gives [rows, some].
  public Tensor products(Tensor rows, int number) {
    return matrices.get(number).products(rows);
  }

  @Override
  public void into(Tensor into, Tensor rows) {
    Tensor rounded = rows.to(type); // once for all matrices
    for (int number = 0; number < count(); number++) into(into, rounded, number);
  }

  private void into(Tensor into, Tensor rows, int number) {
    columns(into, number).copyInPlace(products(rows, number));
  }

  /// `base + rows * weight^T`, fp32.
  Tensor onto(Tensor base, Tensor rows) {
    if (count() == 1) return matrices.getFirst().onto(base, rows);
    Tensor into = Tensor.empty(DType.FLOAT32, base.shape());
    onto(into, base, rows);
    return into;
  }

  @Override
  public void onto(Tensor into, Tensor base, Tensor rows) {
    Tensor rounded = rows.to(type); // once for all matrices
    for (int number = 0; number < count(); number++)
      Kernels.add(columns(into, number), columns(base, number), products(rounded, number));
  }

  private Tensor columns(Tensor all, int number) {
    return all.narrow(all.dimensions() - 1, ends[number], (long) ends[number + 1] - ends[number]);
  }

  @Override
  public void close() {
    matrices.forEach(PackedMatrix::close);
  }
}

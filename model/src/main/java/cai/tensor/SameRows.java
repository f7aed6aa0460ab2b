package cai.tensor;

import java.util.Arrays;

/// Whether fp32 products of the libraries give a row the same bits wherever it stands, on this
/// machine, found out once by trying.
///
/// In floating point the result of a row depends on the order of its sum, which a library chooses
/// by the processor, by the number of rows, and on some processors by the place of a row among the
/// others.
final class SameRows {
  /// Rows of a call that are always summed in one order: with AVX2, oneDNN takes another order from
  /// some ninety rows on.
  static final int FEW = 64;

  private static final int MANY = 256;
  private static final int WIDTH = 192;

  /// Whether the product of a row and a plain matrix has the same bits wherever the row stands.
  /// With OpenBLAS's kernels for AVX2 it has not.
  static final boolean AT_ALL_PLACES = atAllPlaces();

  /// Whether the product of a row and a packed matrix has the same bits among few rows and among
  /// many.
  static final boolean AMONG_MANY = amongMany();

  private SameRows() {}

  private static boolean atAllPlaces() {
    try (var _ = TensorScope.inference()) {
      for (int count : new int[] {32, 64, MANY}) {
        Tensor rows = rows(count);
        Tensor products = Tensor.empty(DType.FLOAT32, count, WIDTH);
        Kernels.forward(products, rows, matrix());
        if (!allEqual(products)) return false;
      }
      return true;
    }
  }

  private static boolean amongMany() {
    try (var _ = TensorScope.inference();
        var packed = OneDnnMatrix.of(matrix())) {
      float[] few = packed.call(rows(8)).narrow(0, 0, 1).floats();
      Tensor many = packed.call(rows(MANY));
      return allEqual(many) && Arrays.equals(few, many.narrow(0, 0, 1).floats());
    }
  }

  /// A matrix as wide as a real layer; sums of a narrow one are never split.
  private static Tensor matrix() {
    float[] values = new float[WIDTH * 4 * WIDTH];
    for (int i = 0; i < values.length; i++) values[i] = (float) Math.sin(i);
    return Tensor.of(values, WIDTH, 4 * WIDTH);
  }

  /// Equal rows.
  private static Tensor rows(int count) {
    float[] row = new float[4 * WIDTH];
    for (int i = 0; i < row.length; i++) row[i] = (float) Math.cos(3 * i);
    return Tensor.of(row, 1, row.length).expand(count, row.length).contiguous();
  }

  private static boolean allEqual(Tensor rows) {
    float[] values = rows.floats();
    for (int i = WIDTH; i < values.length; i++) if (values[i] != values[i - WIDTH]) return false;
    return true;
  }
}

package cai.tensor;

import java.util.Arrays;

/// What the libraries' products in fp32 do with a row on this machine, found out once by trying.
///
/// A product of matrices is the same for each row in mathematics, and not in floating point: a
/// library chooses the order of its sums by the processor, by the number of rows, and for some
/// processors by the place of a row among the others.
final class SameRows {
  /// Rows of a call that are few enough: with AVX2, oneDNN sums otherwise from some ninety rows on.
  static final int FEW = 64;

  private static final int MANY = 256;
  private static final int WIDTH = 192;

  /// Whether LibTorch multiplies a row by a plain matrix in the same way wherever it stands. With
  /// OpenBLAS's kernels for AVX2 it does not.
  static final boolean AT_ALL_PLACES = atAllPlaces();

  /// Whether oneDNN multiplies a row by a packed matrix in the same way among few and among many.
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

  /// As wide as a real layer: narrow ones are always summed in one go.
  private static Tensor matrix() {
    float[] values = new float[WIDTH * 4 * WIDTH];
    for (int i = 0; i < values.length; i++) values[i] = (float) Math.sin(i);
    return Tensor.of(values, WIDTH, 4 * WIDTH);
  }

  /// The same row again and again.
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

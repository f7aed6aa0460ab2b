package cai.tensor;

/// A matrix in a layout that is multiplied fastest and that no other operation can read.
///
/// **Shape**: the matrix [out, in], rows [.., in], results [.., out]. No operation is recorded for
/// gradients.
public sealed interface PackedMatrix extends AutoCloseable permits OneDnnMatrix, FbgemmMatrix {

  /// Packs a copy for oneDNN, which belongs to no scope. It is multiplied in the type of the
  /// matrix, fp32 or bf16.
  static PackedMatrix of(Tensor matrix) {
    return OneDnnMatrix.of(matrix);
  }

  /// Packs a copy for oneDNN, which belongs to the present scope.
  static PackedMatrix passing(Tensor matrix) {
    return OneDnnMatrix.passing(matrix);
  }

  /// Rounds a copy to half precision, where larger numbers become the largest finite one, and packs
  /// it for FBGEMM, which needs AVX2. Results are fp32.
  ///
  /// @param matrix fp32
  static PackedMatrix half(Tensor matrix) {
    return FbgemmMatrix.of(matrix);
  }

  /// `rows * matrix^T` with sums in fp32. The result is bf16 where the matrix is, else fp32.
  Tensor products(Tensor rows);

  /// `silu(rows * matrix^T)`.
  Tensor silu(Tensor rows);

  /// `factors * (rows * matrix^T)`, element by element.
  ///
  /// @param factors of the same type as the result
  Tensor scaled(Tensor factors, Tensor rows);

  /// `base + rows * matrix^T`, fp32.
  Tensor onto(Tensor base, Tensor rows);

  @Override
  void close();
}

package cai.tensor;

/// A matrix in a layout in which it is multiplied fastest, which no other operation reads.
///
/// **Shape**: the matrix [out, in], rows [.., in], results [.., out]. None is recorded for
/// gradients.
public sealed interface PackedMatrix extends AutoCloseable permits OneDnnMatrix, FbgemmMatrix {

  /// Packs a copy, which belongs to no scope, for oneDNN, and multiplies in its own numbers: fp32
  /// or bf16.
  static PackedMatrix of(Tensor matrix) {
    return OneDnnMatrix.of(matrix);
  }

  /// The same, but the copy belongs to the present scope.
  static PackedMatrix passing(Tensor matrix) {
    return OneDnnMatrix.passing(matrix);
  }

  /// Rounds a copy to half precision, the largest finite number at most, and packs it for FBGEMM,
  /// which needs AVX2. Its results are fp32.
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

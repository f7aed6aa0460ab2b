package cai.tensor;

/// A matrix in a layout in which it is multiplied fastest, which no other operation reads.
public sealed interface PackedMatrix extends AutoCloseable permits OneDnnMatrix, FbgemmMatrix {

  /// Packs a copy, which belongs to no scope, for oneDNN. **Shape**: [out, in], fp32.
  static PackedMatrix of(Tensor matrix) {
    return OneDnnMatrix.of(matrix);
  }

  /// Rounds a copy to half precision, the largest finite number at most, and packs it for FBGEMM,
  /// which needs AVX2. **Shape**: [out, in], fp32.
  static PackedMatrix half(Tensor matrix) {
    return FbgemmMatrix.of(matrix);
  }

  /// `rows * matrix^T` with sums in fp32, without gradients. **Shape**: [.., in] gives [.., out],
  /// fp32.
  Tensor products(Tensor rows);

  @Override
  void close();
}

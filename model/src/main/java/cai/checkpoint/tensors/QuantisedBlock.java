package cai.checkpoint.tensors;

/// Decodes one block: numbers with common scales.
///
/// **Source**: `dequantize_row_*` in ggml's `ggml-quants.c`. The operations are done in ggml's
/// order, so that the numbers equal ggml's to the last bit.
@FunctionalInterface
interface QuantisedBlock {
  /// @param block the bytes of the block
  /// @param values receives the numbers
  /// @param start index of the first number in `values`
  void decode(byte[] block, float[] values, int start);

  /// The half-precision number at an index of the bytes.
  static float half(byte[] block, int at) {
    return Float.float16ToFloat((short) (unsigned(block, at) | block[at + 1] << 8));
  }

  static int unsigned(byte[] block, int at) {
    return block[at] & 0xff;
  }
}

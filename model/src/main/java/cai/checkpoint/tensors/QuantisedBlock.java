package cai.checkpoint.tensors;

/// Reads the numbers of one block, which share their scales.
///
/// **Source**: `dequantize_row_*` in ggml's `ggml-quants.c`; the numbers come in the same order of
/// operations, so that they are the same to the last bit.
@FunctionalInterface
interface QuantisedBlock {
  /// @param block its bytes
  /// @param values where its numbers go
  /// @param start place of the first of them
  void decode(byte[] block, float[] values, int start);

  /// The half-precision number at a place.
  static float half(byte[] block, int at) {
    return Float.float16ToFloat((short) (unsigned(block, at) | block[at + 1] << 8));
  }

  static int unsigned(byte[] block, int at) {
    return block[at] & 0xff;
  }
}

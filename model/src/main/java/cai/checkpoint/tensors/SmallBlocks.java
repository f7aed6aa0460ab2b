package cai.checkpoint.tensors;

import static cai.checkpoint.tensors.QuantisedBlock.half;

/// Decodes blocks of 32 numbers with one scale.
///
/// **Source**: `block_q4_0`, `block_q4_1`, `block_q5_0`, `block_q5_1`, `block_q8_0` and
/// `block_iq4_nl` in ggml's `ggml-common.h`.
final class SmallBlocks {
  /// The 16 levels of IQ4, which are closest to each other around zero.
  static final int[] UNEVEN = {
    -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113
  };

  private SmallBlocks() {}

  /// Q8_0: signed bytes times the scale.
  static void q80(byte[] block, float[] values, int start) {
    float scale = half(block, 0);
    for (int i = 0; i < 32; i++) values[start + i] = scale * block[2 + i];
  }

  /// Q4_0: four-bit numbers minus 8, times the scale; the lower halves of the bytes are the first
  /// 16 numbers.
  static void q40(byte[] block, float[] values, int start) {
    float scale = half(block, 0);
    for (int i = 0; i < 32; i++) values[start + i] = scale * (nibble(block, 2, i) - 8);
  }

  /// Q4_1: four-bit numbers times the scale, plus a minimum.
  static void q41(byte[] block, float[] values, int start) {
    float scale = half(block, 0);
    float minimum = half(block, 2);
    for (int i = 0; i < 32; i++) values[start + i] = scale * nibble(block, 4, i) + minimum;
  }

  /// As [#q40], with a fifth bit apart.
  static void q50(byte[] block, float[] values, int start) {
    float scale = half(block, 0);
    for (int i = 0; i < 32; i++)
      values[start + i] = scale * ((nibble(block, 6, i) | fifth(block, 2, i)) - 16);
  }

  /// As [#q41], with a fifth bit apart.
  static void q51(byte[] block, float[] values, int start) {
    float scale = half(block, 0);
    float minimum = half(block, 2);
    for (int i = 0; i < 32; i++)
      values[start + i] = scale * (nibble(block, 8, i) | fifth(block, 4, i)) + minimum;
  }

  /// IQ4_NL: four bits choose one of 16 uneven levels, which is multiplied by the scale.
  static void iq4Nl(byte[] block, float[] values, int start) {
    float scale = half(block, 0);
    for (int i = 0; i < 32; i++) values[start + i] = scale * UNEVEN[nibble(block, 2, i)];
  }

  /// The four bits of one of 32 numbers; the lower halves of the bytes are the first 16 numbers.
  static int nibble(byte[] block, int at, int number) {
    return block[at + (number & 15)] >> (number < 16 ? 0 : 4) & 15;
  }

  private static int fifth(byte[] block, int at, int number) {
    return (block[at + number / 8] >> number % 8 & 1) << 4;
  }
}

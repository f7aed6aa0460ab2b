package cai.checkpoint.tensors;

import static cai.checkpoint.tensors.QuantisedBlock.half;
import static cai.checkpoint.tensors.QuantisedBlock.unsigned;

/// Decodes blocks of 256 numbers: the "K" types and IQ4_XS. Each group of 16 or 32 numbers has a
/// scale, and the scales are quantised, too.
///
/// **Source**: `block_q2_K` to `block_q6_K` and `block_iq4_xs` in ggml's `ggml-common.h`.
final class LargeBlocks {
  private LargeBlocks() {}

  /// Q2_K: numbers of two bits; groups of 16 with a scale and a minimum of 4 bits each.
  static void q2K(byte[] block, float[] values, int start) {
    float scale = half(block, 80);
    float minimum = half(block, 82);
    for (int i = 0; i < 256; i++) {
      int part = unsigned(block, i / 16);
      float low = minimum * (part >> 4);
      values[start + i] = scale * (part & 15) * pair(block, 16, i) - low;
    }
  }

  /// Q3_K: numbers of three bits, whose third bit is stored separately; groups of 16 with a signed
  /// scale of 6 bits.
  static void q3K(byte[] block, float[] values, int start) {
    float scale = half(block, 108);
    for (int i = 0; i < 256; i++) {
      int third = block[i % 32] >> i / 32 & 1;
      int number = pair(block, 32, i) - 4 * (1 - third);
      values[start + i] = scale * (sixBits(block, i / 16) - 32) * number;
    }
  }

  /// The two bits of one of 256 numbers; a byte holds four numbers whose indices differ by 32.
  private static int pair(byte[] block, int at, int number) {
    return block[at + number / 128 * 32 + number % 32] >> number % 128 / 32 * 2 & 3;
  }

  /// One of the 16 scales of Q3_K: its lower four bits are in the first 8 bytes, its upper two in
  /// the next 4 bytes.
  private static int sixBits(byte[] block, int part) {
    int low = block[96 + part % 8] >> (part < 8 ? 0 : 4) & 15;
    return low | (block[104 + part % 4] >> part / 4 * 2 & 3) << 4;
  }

  /// Q4_K: numbers of four bits; groups of 32 with a scale and a minimum of 6 bits each.
  static void q4K(byte[] block, float[] values, int start) {
    for (int i = 0; i < 256; i++) values[start + i] = wideNibble(block, 16, i);
    scaled(block, values, start);
  }

  /// Q5_K: like [#q4K], with a fifth bit that is stored separately.
  static void q5K(byte[] block, float[] values, int start) {
    for (int i = 0; i < 256; i++)
      values[start + i] = wideNibble(block, 48, i) | (block[16 + i % 32] >> i / 32 & 1) << 4;
    scaled(block, values, start);
  }

  /// The four bits of one of 256 numbers; a byte holds two numbers whose indices differ by 32.
  private static int wideNibble(byte[] block, int at, int number) {
    return block[at + number / 64 * 32 + number % 32] >> number % 64 / 32 * 4 & 15;
  }

  private static void scaled(byte[] block, float[] values, int start) {
    for (int part = 0; part < 8; part++) {
      float scale = half(block, 0) * packed(block, 4, part);
      float minimum = half(block, 2) * packed(block, 8, part);
      int from = start + 32 * part;
      for (int i = from; i < from + 32; i++) values[i] = scale * values[i] - minimum;
    }
  }

  /// One of 8 scales (from byte 4) or minima (from byte 8) of six bits. The last four keep their
  /// low nibble in the four bytes from 12 on, and their high bits above the first four.
  private static int packed(byte[] block, int at, int part) {
    if (part < 4) return block[at + part] & 63;
    int low = block[12 + part - 4] >> (at == 4 ? 0 : 4) & 15;
    return low | (unsigned(block, at + part - 4) >> 6) << 4;
  }

  /// Q6_K: numbers of six bits, whose upper two are stored separately; groups of 16 with a signed
  /// byte as scale.
  static void q6K(byte[] block, float[] values, int start) {
    float scale = half(block, 208);
    for (int i = 0; i < 256; i++) {
      int half = i / 128;
      int low = block[half * 64 + i % 64] >> i % 128 / 64 * 4 & 15;
      int high = block[128 + half * 32 + i % 32] >> i % 128 / 32 * 2 & 3;
      values[start + i] = scale * block[192 + i / 16] * ((low | high << 4) - 32);
    }
  }

  /// IQ4_XS: four bits choose one of 16 uneven levels; groups of 32 with a signed scale of 6 bits.
  static void iq4Xs(byte[] block, float[] values, int start) {
    float scale = half(block, 0);
    int highBits = unsigned(block, 2) | unsigned(block, 3) << 8;
    for (int part = 0; part < 8; part++) {
      int low = block[4 + part / 2] >> part % 2 * 4 & 15;
      float own = scale * ((low | (highBits >> 2 * part & 3) << 4) - 32);
      for (int i = 0; i < 32; i++)
        values[start + 32 * part + i] =
            own * SmallBlocks.UNEVEN[SmallBlocks.nibble(block, 8 + 16 * part, i)];
    }
  }
}

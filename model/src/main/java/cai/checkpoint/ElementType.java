package cai.checkpoint;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// How the numbers of a tensor are stored.
///
/// **Source**: block layouts of the Q types as in ggml's `ggml-common.h` (`block_q8_0`,
/// `block_q4_0`, `block_q4_1`).
public enum ElementType {
  F32(0, 1, 4),
  F16(1, 1, 2),
  BF16(30, 1, 2),
  /// 32 signed bytes times one half-precision scale.
  Q8_0(8, 32, 34),
  /// 32 nibbles minus 8, times one half-precision scale; low nibbles are the first 16 values.
  Q4_0(2, 32, 18),
  /// 32 nibbles times a half-precision scale, plus a half-precision minimum.
  Q4_1(3, 32, 20);

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final int ggmlNumber;
  private final int blockElements;
  private final int blockBytes;

  ElementType(int ggmlNumber, int blockElements, int blockBytes) {
    this.ggmlNumber = ggmlNumber;
    this.blockElements = blockElements;
    this.blockBytes = blockBytes;
  }

  /// Whether numbers are packed in blocks that share a scale.
  boolean quantised() {
    return blockElements > 1;
  }

  /// Numbers that share one block.
  int blockElements() {
    return blockElements;
  }

  /// The type behind a number in GGUF files.
  static Optional<ElementType> ofGgml(long number) {
    return Arrays.stream(values()).filter(type -> type.ggmlNumber == number).findFirst();
  }

  /// The type behind a name in safetensors headers.
  static Optional<ElementType> ofName(String name) {
    return Arrays.stream(values())
        .filter(type -> !type.quantised() && type.name().equals(name))
        .findFirst();
  }

  /// The type in which most bytes are stored.
  static ElementType mostUsed(Collection<StoredTensor> tensors) {
    var bytes = new EnumMap<ElementType, Long>(ElementType.class);
    tensors.forEach(tensor -> bytes.merge(tensor.type(), tensor.bytes(), Long::sum));
    return Collections.max(bytes.entrySet(), Map.Entry.comparingByValue()).getKey();
  }

  /// Bytes of so many numbers, which fill whole blocks.
  long bytes(long elements) {
    return Math.multiplyExact(elements / blockElements, (long) blockBytes);
  }

  /// All numbers of a stored tensor.
  ///
  /// @param stored exactly the tensor's bytes
  float[] decode(MemorySegment stored) {
    int count = Math.toIntExact(stored.byteSize() / blockBytes * blockElements);
    float[] values = new float[count];
    switch (this) {
      case F32 -> MemorySegment.copy(stored, FLOAT, 0, values, 0, count);
      case F16 -> {
        for (int i = 0; i < count; i++) values[i] = half(stored, 2L * i);
      }
      case BF16 -> {
        for (int i = 0; i < count; i++)
          values[i] = Float.intBitsToFloat(stored.get(SHORT, 2L * i) << 16);
      }
      case Q8_0 -> decodeQ8(stored, values);
      case Q4_0 -> decodeQ4(stored, values, false);
      case Q4_1 -> decodeQ4(stored, values, true);
    }
    return values;
  }

  private static float half(MemorySegment stored, long at) {
    return Float.float16ToFloat(stored.get(SHORT, at));
  }

  private static void decodeQ8(MemorySegment stored, float[] values) {
    long at = 0;
    for (int start = 0; start < values.length; start += 32, at += 34) {
      float scale = half(stored, at);
      for (int i = 0; i < 32; i++)
        values[start + i] = scale * stored.get(ValueLayout.JAVA_BYTE, at + 2 + i);
    }
  }

  private static void decodeQ4(MemorySegment stored, float[] values, boolean withMinimum) {
    int header = withMinimum ? 4 : 2;
    long at = 0;
    for (int start = 0; start < values.length; start += 32, at += header + 16) {
      float scale = half(stored, at);
      float minimum = withMinimum ? half(stored, at + 2) : 0;
      int zero = withMinimum ? 0 : 8;
      for (int i = 0; i < 16; i++) {
        int pair = stored.get(ValueLayout.JAVA_BYTE, at + header + i);
        values[start + i] = scale * ((pair & 15) - zero) + minimum;
        values[start + 16 + i] = scale * ((pair >> 4 & 15) - zero) + minimum;
      }
    }
  }

  /// What is read back after a number was stored, in types that are not quantised.
  float rounded(float value) {
    return switch (this) {
      case F32 -> value;
      case F16 -> Float.float16ToFloat(narrowed(value));
      case BF16, Q8_0, Q4_0, Q4_1 -> Float.intBitsToFloat(narrowed(value) << 16);
    };
  }

  /// Rounds a number to the nearest that the type can hold and gives its 16 bits, ties to even.
  short narrowed(float value) {
    return switch (this) {
      case F16 -> Float.floatToFloat16(value);
      case BF16 -> {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) yield (short) (bits >>> 16 | 0x40);
        yield (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
      }
      case F32, Q8_0, Q4_0, Q4_1 ->
          throw new IllegalArgumentException(this + " is not a 16-bit type");
    };
  }
}

package cai.checkpoint.tensors;

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
/// Types of GGUF keep numbers in blocks with common scales: [SmallBlocks] decodes blocks of 32
/// numbers, [LargeBlocks] blocks of 256.
public enum ElementType {
  F64(28, 8),
  F32(0, 4),
  F16(1, 2),
  BF16(30, 2),
  Q8_0(8, 32, 34, SmallBlocks::q80),
  Q4_0(2, 32, 18, SmallBlocks::q40),
  Q4_1(3, 32, 20, SmallBlocks::q41),
  Q5_0(6, 32, 22, SmallBlocks::q50),
  Q5_1(7, 32, 24, SmallBlocks::q51),
  Q2_K(10, 256, 84, LargeBlocks::q2K),
  Q3_K(11, 256, 110, LargeBlocks::q3K),
  Q4_K(12, 256, 144, LargeBlocks::q4K),
  Q5_K(13, 256, 176, LargeBlocks::q5K),
  Q6_K(14, 256, 210, LargeBlocks::q6K),
  IQ4_NL(20, 32, 18, SmallBlocks::iq4Nl),
  IQ4_XS(23, 256, 136, LargeBlocks::iq4Xs);

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final int ggmlNumber;
  private final int blockElements;
  private final int blockBytes;
  private final QuantisedBlock block;

  ElementType(int ggmlNumber, int blockElements, int blockBytes, QuantisedBlock block) {
    this.ggmlNumber = ggmlNumber;
    this.blockElements = blockElements;
    this.blockBytes = blockBytes;
    this.block = block;
  }

  /// A type without blocks: each number is stored by itself.
  ElementType(int ggmlNumber, int bytes) {
    this(
        ggmlNumber,
        1,
        bytes,
        (_, _, _) -> {
          throw new IllegalStateException("numbers that stand by themselves are in no block");
        });
  }

  /// Whether numbers are stored in blocks with a common scale.
  boolean quantised() {
    return blockElements > 1;
  }

  /// The number of elements in a block.
  public int blockElements() {
    return blockElements;
  }

  /// The type that a number stands for in GGUF files.
  public static Optional<ElementType> ofGgml(long number) {
    return Arrays.stream(values()).filter(type -> type.ggmlNumber == number).findFirst();
  }

  /// The type that a name stands for in safetensors headers.
  public static Optional<ElementType> ofName(String name) {
    return Arrays.stream(values())
        .filter(type -> !type.quantised() && type.name().equals(name))
        .findFirst();
  }

  /// The type in which most bytes are stored.
  public static ElementType mostUsed(Collection<StoredTensor> tensors) {
    var bytes = new EnumMap<ElementType, Long>(ElementType.class);
    tensors.forEach(tensor -> bytes.merge(tensor.type(), tensor.bytes(), Long::sum));
    return Collections.max(bytes.entrySet(), Map.Entry.comparingByValue()).getKey();
  }

  /// The size in bytes of a number of elements that fills whole blocks.
  public long bytes(long elements) {
    return Math.multiplyExact(elements / blockElements, (long) blockBytes);
  }

  /// All numbers of a stored tensor.
  ///
  /// @param stored exactly the tensor's bytes
  float[] decode(MemorySegment stored) {
    int count = Math.toIntExact(stored.byteSize() / blockBytes * blockElements);
    float[] values = new float[count];
    switch (this) {
      case F64 -> {
        for (int i = 0; i < count; i++) values[i] = (float) stored.get(DOUBLE, 8L * i);
      }
      case F32 -> MemorySegment.copy(stored, FLOAT, 0, values, 0, count);
      case F16 -> {
        for (int i = 0; i < count; i++) values[i] = Float.float16ToFloat(stored.get(SHORT, 2L * i));
      }
      case BF16 -> {
        for (int i = 0; i < count; i++)
          values[i] = Float.intBitsToFloat(stored.get(SHORT, 2L * i) << 16);
      }
      default -> decodeBlocks(stored, values);
    }
    return values;
  }

  private void decodeBlocks(MemorySegment stored, float[] values) {
    byte[] bytes = new byte[blockBytes];
    long at = 0;
    for (int start = 0; start < values.length; start += blockElements, at += blockBytes) {
      MemorySegment.copy(stored, ValueLayout.JAVA_BYTE, at, bytes, 0, blockBytes);
      block.decode(bytes, values, start);
    }
  }

  /// Whether models are written in this type.
  public boolean written() {
    return this == F32 || this == F16 || this == BF16;
  }

  /// The value that is read back after a number was stored, for types that models are written in.
  public float rounded(float value) {
    if (this == F32) return value;
    short bits = narrowed(value);
    return this == F16 ? Float.float16ToFloat(bits) : Float.intBitsToFloat(bits << 16);
  }

  /// The 16 bits of the nearest value that the type can hold, ties to even.
  public short narrowed(float value) {
    return switch (this) {
      case F16 -> Float.floatToFloat16(value);
      case BF16 -> {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) yield (short) (bits >>> 16 | 0x40);
        yield (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
      }
      default -> throw new IllegalArgumentException(this + " is not a 16-bit type");
    };
  }
}

package cai.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The memory of a matrix as Java reads and writes it: for steps so small that to call an operator
/// of LibTorch takes longer than its work, and for what would take many operators one after the
/// other. Rounds as LibTorch does, to the nearest, to the even one of two.
///
/// Valid while the tensor is open.
///
/// **Thread-safety**: threads may write to different rows.
public final class TensorRows {
  private static final int NAN = 0x7fc00000; // what arithmetic makes, or more
  private static final int SIGN = 0x8000;

  private final MemorySegment memory;
  private final DType type;
  private final long width;

  private TensorRows(MemorySegment memory, DType type, long width) {
    this.memory = memory;
    this.type = type;
    this.width = width;
  }

  /// @param matrix fp32 or bf16, row-major without gaps; the last dimension is the width of a row
  public static TensorRows of(Tensor matrix) {
    DType type = matrix.type();
    if (type != DType.FLOAT32 && type != DType.BFLOAT16)
      throw new IllegalArgumentException("numbers of type " + type);
    return new TensorRows(matrix.memory(), type, matrix.size(-1));
  }

  /// Copies numbers of a row.
  ///
  /// @param column the first
  /// @param at where the first goes
  public void read(long row, long column, float[] into, int at, int count) {
    long from = row * width + column;
    if (type == DType.FLOAT32)
      MemorySegment.copy(memory, ValueLayout.JAVA_FLOAT, from * Float.BYTES, into, at, count);
    else
      for (int i = 0; i < count; i++)
        into[at + i] =
            Float.intBitsToFloat(memory.getAtIndex(ValueLayout.JAVA_SHORT, from + i) << Short.SIZE);
  }

  /// Adds numbers of a row to others.
  ///
  /// @param at where those begin
  public void add(long row, float[] onto, int at) {
    long from = row * width;
    int count = Math.toIntExact(width);
    if (type == DType.FLOAT32)
      for (int i = 0; i < count; i++)
        onto[at + i] += memory.getAtIndex(ValueLayout.JAVA_FLOAT, from + i);
    else
      for (int i = 0; i < count; i++)
        onto[at + i] +=
            Float.intBitsToFloat(memory.getAtIndex(ValueLayout.JAVA_SHORT, from + i) << Short.SIZE);
  }

  /// Overwrites numbers of a row, and of the next ones where there are more than fill it.
  ///
  /// @param column the first
  /// @param at where the first is
  public void write(long row, long column, float[] from, int at, int count) {
    long to = row * width + column;
    if (type == DType.FLOAT32)
      MemorySegment.copy(from, at, memory, ValueLayout.JAVA_FLOAT, to * Float.BYTES, count);
    else
      for (int i = 0; i < count; i++)
        memory.setAtIndex(ValueLayout.JAVA_SHORT, to + i, rounded(from[at + i]));
  }

  /// Overwrites one number.
  public void set(long row, long column, float number) {
    long at = row * width + column;
    if (type == DType.FLOAT32) memory.setAtIndex(ValueLayout.JAVA_FLOAT, at, number);
    else memory.setAtIndex(ValueLayout.JAVA_SHORT, at, rounded(number));
  }

  private static short rounded(float number) {
    int bits = Float.floatToRawIntBits(number);
    int size = Math.min(bits & Integer.MAX_VALUE, NAN);
    int even = size >>> Short.SIZE & 1;
    return (short) (size + Short.MAX_VALUE + even >>> Short.SIZE | bits >>> Short.SIZE & SIGN);
  }

  /// Overwrites numbers of a row by a whole row of others of the same type.
  ///
  /// @param column the first
  public void copy(long row, long column, TensorRows others, long other) {
    if (type != others.type) throw new IllegalArgumentException(others.type + " into " + type);
    long bytes = others.width * type.bytes();
    MemorySegment.copy(
        others.memory, other * bytes, memory, (row * width + column) * type.bytes(), bytes);
  }
}

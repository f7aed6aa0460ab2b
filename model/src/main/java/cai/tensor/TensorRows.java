package cai.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The rows of a matrix, for Java to read and write: for steps so small that the call of a LibTorch
/// operator takes longer than its work, and for steps that would take many operators. Rounds to
/// bf16 as LibTorch does, to nearest and ties to even.
///
/// Valid while the tensor is open.
///
/// **Thread-safety**: threads may write to different rows.
public final class TensorRows {
  private static final int NAN = 0x7fc00000; // numbers from here on are NaN
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

  /// Copies numbers of a row into an array.
  ///
  /// @param column of the first number
  /// @param at index in the array of the first number
  public void read(long row, long column, float[] into, int at, int count) {
    long from = row * width + column;
    if (type == DType.FLOAT32)
      MemorySegment.copy(memory, ValueLayout.JAVA_FLOAT, from * Float.BYTES, into, at, count);
    else
      for (int i = 0; i < count; i++)
        into[at + i] =
            Float.intBitsToFloat(memory.getAtIndex(ValueLayout.JAVA_SHORT, from + i) << Short.SIZE);
  }

  /// Adds a whole row to numbers of an array.
  ///
  /// @param at index in the array of the first number
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

  /// Copies numbers of an array into a row, and on into the next rows where the row has no room for
  /// all.
  ///
  /// @param column of the first number
  /// @param at index in the array of the first number
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

  /// Copies a whole row of another matrix of the same type into a row.
  ///
  /// @param column of the first number
  public void copy(long row, long column, TensorRows others, long other) {
    if (type != others.type) throw new IllegalArgumentException(others.type + " into " + type);
    long bytes = others.width * type.bytes();
    MemorySegment.copy(
        others.memory, other * bytes, memory, (row * width + column) * type.bytes(), bytes);
  }
}

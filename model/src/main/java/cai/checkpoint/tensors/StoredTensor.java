package cai.checkpoint.tensors;

import java.lang.foreign.MemorySegment;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// A tensor in a mapped file: name, shape, element type and place.
///
/// @param name in the file
/// @param shape row-major, last dimension contiguous
/// @param offset from the beginning of the file, bytes
/// @param bytes length
public record StoredTensor(
    MappedFile file, String name, List<Integer> shape, ElementType type, long offset, long bytes) {

  private static final int LONGEST_NAME = 256;

  public StoredTensor {
    shape = List.copyOf(shape);
  }

  /// Whether a text may be a tensor's name. Messages repeat names, so they must be short and
  /// without control characters.
  public static boolean isName(String text) {
    return text.length() <= LONGEST_NAME && text.chars().noneMatch(Character::isISOControl);
  }

  /// The tensor's bytes in the file.
  public MemorySegment stored() {
    return file.bytes().asSlice(offset, bytes);
  }

  /// All numbers as fp32; NaN and infinity are refused.
  public float[] read() {
    float[] values = type.decode(stored());
    for (int i = 0; i < values.length; i++)
      if (!Float.isFinite(values[i]))
        throw file.error(
            "tensor " + name,
            "holds "
                + values[i]
                + " at position "
                + i
                + "; the file is damaged or its training diverged, use another one");
    return values;
  }

  /// The number of elements; a shape that does not fit a Java array is refused.
  public static int elements(MappedFile file, String name, List<Long> shape) {
    long product = 1;
    for (long size : shape) {
      if (size < 1 || size > Integer.MAX_VALUE || product * size > Integer.MAX_VALUE - 8)
        throw file.error(
            "tensor " + name,
            "has shape " + shape + "; sizes must be positive and their product below 2^31");
      product *= size;
    }
    return (int) product;
  }

  /// Refuses tensors that share bytes.
  public static void requireDisjoint(Collection<StoredTensor> tensors) {
    List<StoredTensor> sorted =
        tensors.stream().sorted(Comparator.comparingLong(StoredTensor::offset)).toList();
    for (int i = 1; i < sorted.size(); i++) {
      StoredTensor before = sorted.get(i - 1);
      StoredTensor next = sorted.get(i);
      if (before.offset + before.bytes > next.offset)
        throw next.file.error(
            "tensor " + next.name,
            "overlaps tensor " + before.name + "; the file is damaged, fetch it again");
    }
  }
}

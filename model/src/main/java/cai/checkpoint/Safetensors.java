package cai.checkpoint;

import cai.checkpoint.tensors.ElementType;
import cai.errors.UserError;
import cai.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Writes safetensors files.
///
/// **Source**: the format section of the `safetensors` README.
final class Safetensors {
  private static final int CHUNK_NUMBERS = 1 << 18;

  private Safetensors() {}

  /// Writes a new file, one tensor after another, so that only one tensor is in memory at a time.
  ///
  /// @param shapes by name, in the order of the file
  /// @param values fp32 numbers by name, row-major
  /// @param storage element type by name: F32, F16 or BF16; numbers are rounded to the nearest,
  ///   ties to even
  static void write(
      Path file,
      Map<String, List<Integer>> shapes,
      Function<String, float[]> values,
      Function<String, ElementType> storage)
      throws IOException {
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      writeFully(channel, header(shapes, storage));
      ByteBuffer chunk =
          ByteBuffer.allocateDirect(4 * CHUNK_NUMBERS).order(ByteOrder.LITTLE_ENDIAN);
      for (var tensor : shapes.entrySet()) {
        float[] numbers = values.apply(tensor.getKey());
        ElementType type = storage.apply(tensor.getKey());
        if (numbers.length != elements(tensor.getValue()))
          throw new IllegalArgumentException(
              tensor.getKey() + " has " + numbers.length + " numbers, not " + tensor.getValue());
        for (int from = 0; from < numbers.length; from += CHUNK_NUMBERS) {
          int to = Math.min(numbers.length, from + CHUNK_NUMBERS);
          for (int i = from; i < to; i++) put(chunk, numbers[i], type, file, tensor.getKey());
          writeFully(channel, chunk.flip());
          chunk.clear();
        }
      }
    }
  }

  private static void put(
      ByteBuffer chunk, float number, ElementType storage, Path file, String name) {
    float held = storage.rounded(number);
    if (!Float.isFinite(held))
      throw new UserError(
          file
              + ": weight "
              + name
              + " holds "
              + number
              + ", which "
              + storage
              + " cannot; training has diverged (a lower learning rate helps) or another storage is"
              + " needed");
    if (storage == ElementType.F32) chunk.putFloat(number);
    else chunk.putShort(storage.narrowed(number));
  }

  /// The header, padded with spaces to a multiple of 8 bytes, so that the numbers after it are
  /// aligned.
  private static ByteBuffer header(
      Map<String, List<Integer>> shapes, Function<String, ElementType> storage) {
    var entries = new LinkedHashMap<String, Object>();
    entries.put("__metadata__", Map.of("format", "pt"));
    long offset = 0;
    for (var tensor : shapes.entrySet()) {
      var entry = new LinkedHashMap<String, Object>();
      ElementType type = storage.apply(tensor.getKey());
      long end = offset + type.bytes(elements(tensor.getValue()));
      entry.put("dtype", type.name());
      entry.put("shape", tensor.getValue());
      entry.put("data_offsets", List.of(offset, end));
      entries.put(tensor.getKey(), entry);
      offset = end;
    }
    byte[] text = Json.line(entries).getBytes(StandardCharsets.UTF_8);
    int length = Math.ceilDiv(text.length, 8) * 8;
    ByteBuffer header = ByteBuffer.allocate(8 + length).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(length).put(text);
    while (header.hasRemaining()) header.put((byte) ' ');
    return header.flip();
  }

  private static long elements(List<Integer> shape) {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) channel.write(bytes);
  }
}

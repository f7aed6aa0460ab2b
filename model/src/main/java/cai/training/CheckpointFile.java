package cai.training;

import cai.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;

/// The bytes of a checkpoint.
///
/// Layout, little-endian: magic number, step, number of tensors, the size in bytes of each tensor,
/// the bytes of each tensor, and the CRC-32C of everything before it. The first version had no CRC;
/// it is still read.
record CheckpointFile(Path file) {
  private static final long FIRST = 0x31_54_50_43_49_41_43L; // "CAICPT1"
  private static final long MAGIC = 0x32_54_50_43_49_41_43L; // "CAICPT2"
  private static final int PIECE = 64 << 20;

  /// Thrown where a file is not a whole checkpoint of the given tensors.
  static final class Damaged extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /// Writes the file and forces it to the disk.
  void write(long step, List<Tensor> tensors) throws IOException {
    var sum = new CRC32C();
    try (var channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      writeFully(channel, header(MAGIC, step, tensors), sum);
      for (Tensor tensor : tensors) {
        long size = tensor.memory().byteSize();
        for (long at = 0; at < size; at += PIECE) writeFully(channel, piece(tensor, at), sum);
      }
      writeFully(channel, number(sum.getValue()), new CRC32C());
      channel.force(true);
    }
  }

  /// Fills the tensors from the file. Where the file is damaged, their content is undefined.
  ///
  /// @return the step it was saved after
  long read(List<Tensor> tensors) throws IOException, Damaged {
    var sum = new CRC32C();
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer found = header(0, 0, tensors);
      readFully(channel, found.clear(), sum);
      long magic = found.getLong(0);
      long step = found.getLong(Long.BYTES);
      boolean known = magic == MAGIC || magic == FIRST;
      if (!known || step < 0 || !found.equals(header(magic, step, tensors))) throw new Damaged();
      for (Tensor tensor : tensors) {
        long size = tensor.memory().byteSize();
        for (long at = 0; at < size; at += PIECE) readFully(channel, piece(tensor, at), sum);
      }
      if (magic == FIRST) return step;
      ByteBuffer expected = number(0);
      readFully(channel, expected, new CRC32C());
      if (expected.getLong(0) != sum.getValue()) throw new Damaged();
      return step;
    }
  }

  private static ByteBuffer header(long magic, long step, List<Tensor> tensors) {
    var header =
        ByteBuffer.allocate(Long.BYTES * (3 + tensors.size())).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(magic).putLong(step).putLong(tensors.size());
    for (Tensor tensor : tensors) header.putLong(tensor.memory().byteSize());
    return header.flip();
  }

  private static ByteBuffer number(long value) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value);
  }

  private static ByteBuffer piece(Tensor tensor, long at) {
    var memory = tensor.memory();
    return memory.asSlice(at, Math.min(PIECE, memory.byteSize() - at)).asByteBuffer();
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes, CRC32C sum)
      throws IOException {
    sum.update(bytes.duplicate());
    while (bytes.hasRemaining()) channel.write(bytes);
  }

  private static void readFully(FileChannel channel, ByteBuffer bytes, CRC32C sum)
      throws IOException, Damaged {
    ByteBuffer whole = bytes.duplicate();
    while (bytes.hasRemaining()) if (channel.read(bytes) < 0) throw new Damaged();
    bytes.flip();
    sum.update(whole);
  }
}

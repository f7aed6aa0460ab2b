package cai.training;

import cai.UserError;
import cai.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalLong;

/// Everything a training loop needs to go on after a step: the number of the step and the bytes of
/// its tensors (weights, optimiser state, heads), in a fixed order. The file is replaced as a
/// whole, so a kill leaves the one of this step or of the step before.
///
/// Layout, little-endian: magic, step, number of tensors, the size in bytes of each, then the bytes
/// of each.
public final class TrainingCheckpoint {
  private static final long MAGIC = 0x31_54_50_43_49_41_43L; // "CAICPT1"
  private static final int PIECE = 64 << 20;
  private static final long SHARE = 10;

  private final Path file;
  private long savedAt = System.nanoTime();
  private long lastSaveNanos;

  public TrainingCheckpoint(Path file) {
    this.file = file;
  }

  /// Replaces the checkpoint, unless saving has so far taken more than a tenth of the time: a kill
  /// then costs little more than the last step, and saving never costs more than that tenth.
  ///
  /// @param last whether no step follows; then it is always saved
  public void offer(long step, List<Tensor> tensors, boolean last) {
    long now = System.nanoTime();
    boolean cheap = now - savedAt >= SHARE * lastSaveNanos;
    if (!cheap && !last) return;
    save(step, tensors);
    savedAt = System.nanoTime();
    lastSaveNanos = savedAt - now;
  }

  /// Replaces the checkpoint.
  public void save(long step, List<Tensor> tensors) {
    Path writing = file.resolveSibling("." + file.getFileName() + ".writing");
    try {
      try (var channel =
          FileChannel.open(
              writing,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        writeFully(channel, header(step, tensors));
        for (Tensor tensor : tensors) write(channel, tensor);
        channel.force(true);
      }
      Files.move(
          writing, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UserError(
          file
              + ": the checkpoint cannot be written ("
              + e.getMessage()
              + "); free some space and run the same command again, it continues where it stopped",
          e);
    }
  }

  /// Fills the tensors from the checkpoint.
  ///
  /// @return the step it was saved after; empty where there is no checkpoint
  public OptionalLong load(List<Tensor> tensors) {
    if (!Files.exists(file)) return OptionalLong.empty();
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer expected = header(0, tensors);
      ByteBuffer found = ByteBuffer.allocate(expected.capacity()).order(ByteOrder.LITTLE_ENDIAN);
      readFully(channel, found);
      found.flip();
      long step = found.getLong(Long.BYTES);
      found.putLong(Long.BYTES, 0);
      if (!found.equals(expected)) throw damaged();
      for (Tensor tensor : tensors) read(channel, tensor);
      return OptionalLong.of(step);
    } catch (IOException e) {
      throw new UserError(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private UserError damaged() {
    return new UserError(
        file + ": is not a checkpoint of this training; remove it to begin the stage again");
  }

  private static ByteBuffer header(long step, List<Tensor> tensors) {
    var header =
        ByteBuffer.allocate(Long.BYTES * (3 + tensors.size())).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(MAGIC).putLong(step).putLong(tensors.size());
    for (Tensor tensor : tensors) header.putLong(tensor.memory().byteSize());
    return header.flip();
  }

  private static void write(FileChannel channel, Tensor tensor) throws IOException {
    var memory = tensor.memory();
    for (long at = 0; at < memory.byteSize(); at += PIECE)
      writeFully(
          channel, memory.asSlice(at, Math.min(PIECE, memory.byteSize() - at)).asByteBuffer());
  }

  private void read(FileChannel channel, Tensor tensor) throws IOException {
    var memory = tensor.memory();
    for (long at = 0; at < memory.byteSize(); at += PIECE)
      readFully(
          channel, memory.asSlice(at, Math.min(PIECE, memory.byteSize() - at)).asByteBuffer());
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) channel.write(bytes);
  }

  private void readFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) if (channel.read(bytes) < 0) throw damaged();
  }
}

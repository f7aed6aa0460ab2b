package cai.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Function;

/// A file that grows at its end. Appended bytes are on the disk when the call returns; if they
/// cannot be written, the file ends as before.
///
/// **Thread-safety**: none; one thread writes.
final class GrowingFile implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;
  private final WritableByteChannel out;

  private GrowingFile(Path file, FileChannel channel, WritableByteChannel out) {
    this.file = file;
    this.channel = channel;
    this.out = out;
  }

  /// Opens a file or makes an empty one.
  ///
  /// @param out wraps the channel to the file, for tests of failing disks
  static GrowingFile open(Path file, Function<FileChannel, WritableByteChannel> out) {
    boolean fresh = !Files.exists(file);
    try {
      var channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        if (fresh) AtomicFiles.forceFolder(file.toAbsolutePath().getParent());
        return new GrowingFile(file, channel, out.apply(channel));
      } catch (IOException | RuntimeException | Error e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw DiskFault.unwritable(file, e);
    }
  }

  /// For reading.
  FileChannel channel() {
    return channel;
  }

  long size() throws IOException {
    return channel.size();
  }

  /// The bytes from `start` to `end`.
  ByteBuffer read(long start, long end) throws IOException {
    return read(channel, start, end);
  }

  static ByteBuffer read(FileChannel channel, long start, long end) throws IOException {
    var bytes = ByteBuffer.allocate(Math.toIntExact(end - start));
    while (bytes.hasRemaining() && channel.read(bytes, start + bytes.position()) >= 0) {}
    return bytes.flip();
  }

  /// Drops all bytes from `end` on.
  void truncate(long end) {
    try {
      if (channel.size() <= end) return;
      channel.truncate(end);
      channel.force(true);
    } catch (IOException e) {
      throw DiskFault.unwritable(file, e);
    }
  }

  void append(byte[] text) {
    long end = -1;
    try {
      end = channel.size();
      channel.position(end);
      var bytes = ByteBuffer.wrap(text);
      while (bytes.hasRemaining()) out.write(bytes);
      channel.force(true);
    } catch (IOException e) {
      takeBack(end);
      throw DiskFault.unwritable(file, e);
    }
  }

  // Truncating needs no space. If even that fails, the next opening drops the torn line.
  private void takeBack(long end) {
    try {
      if (end >= 0) channel.truncate(end);
    } catch (IOException _) {
      // The failed write is what the user must hear of.
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw DiskFault.unwritable(file, e);
    }
  }
}

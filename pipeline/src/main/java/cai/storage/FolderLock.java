package cai.storage;

import cai.errors.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The exclusive right to write in a folder. The operating system ends it when the process ends in
/// any way.
public final class FolderLock implements AutoCloseable {
  public static final String FILE = ".lock";

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /// Takes the lock of a folder.
  ///
  /// @throws UserError where another process has it
  public static FolderLock take(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (!isFree(channel)) throw taken(folder, file);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(bytes(Long.toString(ProcessHandle.current().pid()))));
        return new FolderLock(channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw DiskFault.unwritable(file, e);
    }
  }

  private static boolean isFree(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static UserError taken(Path folder, Path file) throws IOException {
    String pid = Files.readString(file).strip();
    return new UserError(
        "%s: another process%s is working in this run folder; wait until it ends or give the run another name"
            .formatted(folder, pid.matches("[0-9]+") ? " (" + pid + ")" : ""));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the run's lock cannot be given back", e);
    }
  }
}

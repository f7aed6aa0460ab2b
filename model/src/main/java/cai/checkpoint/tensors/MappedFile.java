package cai.checkpoint.tensors;

import cai.errors.UserError;
import cai.files.FileFault;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file mapped into memory for reading, until it is closed.
///
/// **Thread-safety**: may be read by several threads; close it when none reads.
public final class MappedFile implements AutoCloseable {
  private static final byte[] LFS_POINTER =
      "version https://git-lfs.github.com/spec/".getBytes(StandardCharsets.UTF_8);

  private final Path path;
  private final Arena arena;
  private final MemorySegment bytes;

  private MappedFile(Path path, Arena arena, MemorySegment bytes) {
    this.path = path;
    this.arena = arena;
    this.bytes = bytes;
  }

  /// Maps a file; one that does not exist, cannot be read or is no ordinary file is refused.
  public static MappedFile open(Path path) {
    requireRegular(path);
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      var file =
          new MappedFile(
              path, arena, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
      file.requireContent();
      return file;
    } catch (NoSuchFileException e) {
      arena.close();
      throw new UserError(path + ": does not exist", e);
    } catch (UserError e) {
      arena.close();
      throw e;
    } catch (IOException e) {
      arena.close();
      throw FileFault.unreadable(path, e);
    }
  }

  /// Refuses the pointer file that a git clone without Git LFS has in place of a large file.
  private void requireContent() {
    MemorySegment beginning = MemorySegment.ofArray(LFS_POINTER);
    if (size() >= LFS_POINTER.length
        && bytes.asSlice(0, LFS_POINTER.length).mismatch(beginning) < 0)
      throw error("is", "only a pointer of Git LFS; run git lfs pull, or fetch the model anew");
  }

  /// Refuses folders, and pipes and devices, on which reading could wait forever.
  public static void requireRegular(Path path) {
    if (Files.isDirectory(path)) throw new UserError(path + ": is a folder; a file is expected");
    if (Files.exists(path) && !Files.isRegularFile(path))
      throw new UserError(path + ": is a pipe or a device; a file is expected");
  }

  public Path path() {
    return path;
  }

  public long size() {
    return bytes.byteSize();
  }

  public MemorySegment bytes() {
    return bytes;
  }

  /// An error that names this file and a place in it.
  public UserError error(String place, String what) {
    return new UserError(path + ": " + place + " " + what);
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) arena.close();
  }
}

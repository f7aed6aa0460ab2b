package cai.checkpoint;

import cai.errors.UserError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/// Writes a folder as a whole or not at all, also if the power fails. The folder is filled under
/// the hidden name `.<name>.writing`, forced to the disk and then moved to its own name; an older
/// folder of that name is moved to `.<name>.replaced` first. The next write of the same folder
/// deletes what a killed write has left.
final class AtomicFolder {
  /// Writes all files into a folder that exists and is empty.
  @FunctionalInterface
  interface FolderWriter {
    void fill(Path folder) throws IOException;
  }

  private AtomicFolder() {}

  /// Writes a folder in place of an older one of that name, if there is one.
  static void replace(Path folder, FolderWriter filling) {
    Path parent = folder.toAbsolutePath().normalize().getParent();
    if (parent == null) throw new UserError(folder + ": is the root; another folder is expected");
    String name = folder.toAbsolutePath().normalize().getFileName().toString();
    Path writing = parent.resolve("." + name + ".writing");
    try {
      Files.createDirectories(parent);
      delete(writing);
      Files.createDirectory(writing);
      filling.fill(writing);
      for (Path file : children(writing)) force(file);
      force(writing);
      move(writing, parent.resolve(name), parent.resolve("." + name + ".replaced"));
      force(parent);
    } catch (IOException e) {
      discard(writing);
      throw unwritable(folder, e);
    } catch (RuntimeException e) {
      discard(writing);
      throw e;
    }
  }

  private static void move(Path from, Path to, Path aside) throws IOException {
    boolean older = Files.exists(to, LinkOption.NOFOLLOW_LINKS);
    if (older) {
      delete(aside);
      Files.move(to, aside, StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (older) Files.move(aside, to, StandardCopyOption.ATOMIC_MOVE);
      throw e;
    }
    delete(aside);
  }

  private static void force(Path path) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
      for (Path child : children(path)) delete(child);
    Files.deleteIfExists(path);
  }

  // The error that is on its way is the one to report, so this one is not.
  private static void discard(Path writing) {
    try {
      delete(writing);
    } catch (IOException _) {
      // The next write of the folder takes it away.
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList();
    }
  }

  private static UserError unwritable(Path folder, IOException e) {
    String reason = String.valueOf(e.getMessage());
    return reason.contains("No space left on device") || reason.contains("Disk quota exceeded")
        ? new UserError(
            folder + ": the disk is full; free some space and run the same command again", e)
        : new UserError(
            folder + ": cannot be written (" + reason + "); choose a folder that can", e);
  }
}

package cai.storage;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/// Writes files and folders as a whole or not at all, also if the power fails. They are written
/// under a hidden name in the same folder, forced to the disk and moved to their own name.
/// [#recover(Path)] deletes hidden files that a killed write has left.
///
/// No two processes may write the same file; the run's lock ensures that.
public final class AtomicFiles {
  private static final String WRITING = ".writing";
  private static final String REPLACED = ".replaced";

  /// Writes a file's content.
  @FunctionalInterface
  public interface FileContent {
    /// Writes everything; need not close the stream.
    void writeTo(OutputStream out) throws IOException;
  }

  /// Fills a folder.
  @FunctionalInterface
  public interface Filling {
    /// Writes all files into the folder, which exists and is empty.
    void fill(Path folder) throws IOException;
  }

  private AtomicFiles() {}

  /// Writes a text file.
  ///
  /// @throws cai.errors.UserError where it cannot be written; an older file is then untouched
  public static void write(Path file, String text) {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// Writes a file.
  ///
  /// @throws cai.errors.UserError where it cannot be written; an older file is then untouched
  public static void write(Path file, FileContent content) {
    Path writing = beside(file, WRITING);
    try {
      try (var channel =
          FileChannel.open(
              writing,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        var out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      move(writing, file);
      forceFolder(parent(file));
    } catch (IOException e) {
      discard(writing);
      throw DiskFault.unwritable(file, e);
    } catch (RuntimeException e) {
      discard(writing);
      throw DiskFault.orFullDisk(file, e);
    }
  }

  /// Writes a folder in place of an older one of that name, if there is one. A kill leaves either
  /// the old or the new one, once [#recover(Path)] has been called on the folder around it.
  ///
  /// @throws cai.errors.UserError where it cannot be written; an older folder is then untouched
  public static void replaceFolder(Path folder, Filling filling) {
    Path writing = beside(folder, WRITING);
    Path replaced = beside(folder, REPLACED);
    try {
      recover(parent(folder));
      Files.createDirectory(writing);
      filling.fill(writing);
      forceTree(writing);
      // The old folder steps aside; from here until the next move, recover() brings it back.
      boolean older = Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
      if (older) move(folder, replaced);
      move(writing, folder);
      forceFolder(parent(folder));
      if (older) deleteTree(replaced);
    } catch (IOException e) {
      discard(writing);
      throw DiskFault.unwritable(folder, e);
    } catch (RuntimeException e) {
      discard(writing);
      throw DiskFault.orFullDisk(folder, e);
    }
  }

  /// Cleans a folder after a kill: deletes half-written files and folders directly in it, and
  /// brings back an old folder whose successor was not completed.
  public static void recover(Path folder) throws IOException {
    for (Path leftover : children(folder)) {
      String name = leftover.getFileName().toString();
      if (!name.startsWith(".") || !name.endsWith(REPLACED)) continue;
      Path original = folder.resolve(name.substring(1, name.length() - REPLACED.length()));
      if (Files.exists(original, LinkOption.NOFOLLOW_LINKS)) deleteTree(leftover);
      else move(leftover, original);
    }
    for (Path leftover : children(folder)) {
      String name = leftover.getFileName().toString();
      if (name.startsWith(".") && name.endsWith(WRITING)) deleteTree(leftover);
    }
    forceFolder(folder);
  }

  /// Recovers the folder and every folder below it, as [#recover(Path)] does for one.
  public static void recoverTree(Path folder) throws IOException {
    recover(folder);
    for (Path child : children(folder)) {
      if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) recoverTree(child);
    }
  }

  /// Moves a file within one file system; an existing file is replaced.
  public static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Makes the entries of a folder survive a power cut.
  public static void forceFolder(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// Makes all files and entries below a folder survive a power cut.
  public static void forceTree(Path folder) throws IOException {
    for (Path child : children(folder)) {
      if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) forceTree(child);
      else if (Files.isRegularFile(child)) forceFile(child);
    }
    forceFolder(folder);
  }

  private static void forceFile(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// Deletes a file, or a folder with all in it; nothing happens where there is none.
  public static void deleteTree(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) return;
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException failure)
              throws IOException {
            if (failure != null) throw failure;
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList();
    }
  }

  // The error that is on its way is the one to report, so this one is not.
  private static void discard(Path writing) {
    try {
      deleteTree(writing);
    } catch (IOException _) {
      // recover() takes it away the next time.
    }
  }

  private static Path beside(Path path, String ending) {
    return parent(path).resolve("." + path.getFileName() + ending);
  }

  private static Path parent(Path path) {
    return path.toAbsolutePath().getParent();
  }
}

package cai.files;

import cai.errors.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/// The file, device or pipe that receives a command's results.
///
/// A regular file is replaced as a whole at the end. Until then the results are in `NAME.partial`
/// in the same folder, and they stay there if the work is interrupted. A device, a pipe or an open
/// descriptor is written directly. A symbolic link is kept, and its target is written.
///
/// **Thread-safety**: none; one thread writes.
public final class OutputFile implements AutoCloseable {
  private static final String PARTIAL = ".partial";

  private final Path named;
  private final Path real;
  private final Way way;
  private Optional<FileChannel> channel = Optional.empty();
  private Path writing;
  private long sound;

  /// How the results are written.
  private enum Way {
    /// To `NAME.partial`, which then replaces the file.
    MOVED,
    /// Directly to the file, because its folder cannot be written.
    IN_PLACE,
    /// Directly to a device, a pipe or a descriptor.
    INTO
  }

  private OutputFile(Path named, Path real, Way way) {
    this.named = named;
    this.real = real;
    this.way = way;
    this.writing = real;
  }

  /// Checks the target. Nothing is opened or created before the first bytes are written.
  ///
  /// @param option that names the file, for messages
  /// @throws UserError where the target certainly cannot be written
  public static OutputFile of(Path named, String option) {
    if (isDescriptor(named) || isSpecial(named)) return new OutputFile(named, named, Way.INTO);
    Path real = behindLinks(named);
    if (Files.isDirectory(real))
      throw new UserError(named + ": is a folder; " + option + " names the file to be written");
    Path folder = folderOf(real);
    if (!Files.isDirectory(folder))
      throw new UserError(
          Files.exists(folder)
              ? named + ": " + folder + " is a file, not a folder; name another file"
              : named + ": its folder does not exist; make it or name another file");
    boolean there = Files.exists(real, LinkOption.NOFOLLOW_LINKS);
    if (there && !Files.isWritable(real))
      throw new UserError(named + ": must not be written to; name another file");
    if (Files.isWritable(folder)) return new OutputFile(named, real, Way.MOVED);
    if (there) return new OutputFile(named, real, Way.IN_PLACE);
    throw new UserError(named + ": its folder cannot be written to; name another file");
  }

  /// Whether a path is that of an open descriptor; such a file must not be truncated or replaced,
  /// because another program has opened it.
  private static boolean isDescriptor(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    return absolute.startsWith("/dev/fd")
        || absolute.startsWith("/proc")
        || absolute.equals(Path.of("/dev/stdout"))
        || absolute.equals(Path.of("/dev/stderr"));
  }

  private static boolean isSpecial(Path file) {
    return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
  }

  /// The target of symbolic links, whether it exists or not.
  private static Path behindLinks(Path named) {
    Path at = named.toAbsolutePath();
    try {
      if (Files.exists(at)) return at.toRealPath();
      for (int links = 0; Files.isSymbolicLink(at); links++) {
        if (links == 40)
          throw new UserError(named + ": its symbolic links lead in a circle; name another file");
        at = folderOf(at).resolve(Files.readSymbolicLink(at));
      }
      return at;
    } catch (IOException e) {
      throw FileFault.unwritable(named, e);
    }
  }

  private static Path folderOf(Path file) {
    return Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
  }

  /// Whether a file to be read is this output.
  public boolean isSameAs(Path input) {
    try {
      return way != Way.INTO && Files.exists(real) && Files.isSameFile(real, input);
    } catch (IOException e) {
      return false;
    }
  }

  /// Appends bytes. If that fails, the file ends as before.
  ///
  /// @throws UserError where the bytes cannot be written
  public void write(byte[] bytes) {
    try {
      if (channel.isEmpty()) channel = Optional.of(open());
      var rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) channel.get().write(rest);
      sound += bytes.length;
    } catch (IOException e) {
      takeBack();
      throw FileFault.unwritable(named, e);
    }
  }

  private FileChannel open() throws IOException {
    return switch (way) {
      case MOVED -> openBeside();
      case IN_PLACE -> channel(real, StandardOpenOption.TRUNCATE_EXISTING);
      // A descriptor of a regular file may have been written to before.
      case INTO ->
          Files.isRegularFile(real) ? channel(real, StandardOpenOption.APPEND) : channel(real);
    };
  }

  /// A name that nobody has: an earlier partial file may hold hours of work.
  private FileChannel openBeside() throws IOException {
    for (int number = 1; ; number++) {
      writing =
          real.resolveSibling(real.getFileName() + PARTIAL + (number == 1 ? "" : "-" + number));
      try {
        return channel(writing, StandardOpenOption.CREATE_NEW);
      } catch (FileAlreadyExistsException _) {
        // The next number is tried.
      }
    }
  }

  private static FileChannel channel(Path file, OpenOption... more) throws IOException {
    var options = new java.util.HashSet<OpenOption>(Set.of(more));
    options.add(StandardOpenOption.WRITE);
    return FileChannel.open(file, options);
  }

  // Truncating needs no space.
  private void takeBack() {
    if (way == Way.INTO || channel.isEmpty()) return;
    try {
      channel.get().truncate(sound);
    } catch (IOException _) {
      // The failed write is what the user must hear of.
    }
  }

  /// Finishes: the results are complete and take their final name.
  ///
  /// @throws UserError where the file cannot be replaced
  public void finish() {
    try {
      if (channel.isEmpty()) channel = Optional.of(open());
      if (way != Way.INTO) channel.get().force(true);
      channel.get().close();
      channel = Optional.empty();
      if (way == Way.MOVED) move();
      writing = real;
    } catch (IOException e) {
      throw FileFault.unwritable(named, e);
    }
  }

  private void move() throws IOException {
    if (Files.exists(real)) keepPermissions();
    try {
      Files.move(
          writing, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileSystemException e) {
      // A file that is mounted by itself can be written but not replaced.
      if (!Files.exists(real)) throw e;
      Files.write(real, Files.readAllBytes(writing), StandardOpenOption.TRUNCATE_EXISTING);
      Files.delete(writing);
    }
  }

  private void keepPermissions() throws IOException {
    try {
      Set<PosixFilePermission> before = Files.getPosixFilePermissions(real);
      Files.setPosixFilePermissions(writing, before);
    } catch (UnsupportedOperationException _) {
      // The disk knows no permissions.
    }
  }

  /// The partial file of unfinished results; empty if there is none or if the results were written
  /// directly.
  public Optional<Path> unfinished() {
    return way == Way.MOVED && sound > 0 && !writing.equals(real)
        ? Optional.of(writing)
        : Optional.empty();
  }

  /// Closes without finishing: what was written so far stays.
  @Override
  public void close() {
    try {
      if (channel.isPresent()) channel.get().close();
      if (way == Way.MOVED && sound == 0 && !writing.equals(real)) Files.deleteIfExists(writing);
    } catch (IOException e) {
      throw FileFault.unwritable(named, e);
    }
  }
}

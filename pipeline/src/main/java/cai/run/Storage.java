package cai.run;

import cai.UserError;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// What the disk refused, as sentences.
final class Storage {
  // With less than this left, a failed write failed for want of space, whatever its message says
  // (the system writes it in the user's language).
  private static final long NOTHING_LEFT_BYTES = 1 << 16;

  private Storage() {}

  static UserError unreadable(Path file, IOException e) {
    return new UserError(file + ": cannot be read (" + reason(e) + ")", e);
  }

  static UserError unwritable(Path file, IOException e) {
    return isFull(e) || spaceLeft(file) < NOTHING_LEFT_BYTES
        ? full(file, e)
        : new UserError(file + ": cannot be written (" + reason(e) + ")", e);
  }

  /// What a piece of work threw, as the full disk where that is behind it, however deep.
  static RuntimeException orFullDisk(Path file, RuntimeException thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof UserError) return thrown;
      if (isFull(each)) return full(fileOf(each).orElse(file), thrown);
    }
    return thrown;
  }

  /// What a stage's work threw where it is not known whether it read or wrote.
  static UserError failed(Path folder, IOException e) {
    Path file = fileOf(e).orElse(folder);
    return isFull(e) || spaceLeft(file) < NOTHING_LEFT_BYTES
        ? full(file, e)
        : new UserError(file + ": cannot be read or written (" + reason(e) + ")", e);
  }

  /// The file that an error or one behind it names; a wrapper repeats the message of what it wraps.
  private static Optional<Path> fileOf(Throwable e) {
    for (Throwable each = e; each != null; each = each.getCause())
      if (each instanceof FileSystemException at && at.getFile() != null)
        return Optional.of(Path.of(at.getFile()));
    return Optional.empty();
  }

  private static UserError full(Path file, Throwable e) {
    return new UserError(
        file
            + ": the disk is full; free some space and run the same command again, it continues"
            + " where it stopped",
        e);
  }

  private static boolean isFull(Throwable e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("No space left on device") || message.contains("Disk quota exceeded");
  }

  private static long spaceLeft(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    try {
      return folder == null || !Files.isDirectory(folder)
          ? Long.MAX_VALUE
          : Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file or folder";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException at when at.getReason() != null -> at.getReason();
      default -> Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
    };
  }
}

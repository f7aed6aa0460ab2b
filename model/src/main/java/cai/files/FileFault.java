package cai.files;

import cai.errors.UserError;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipException;

/// Turns an [IOException] into a sentence for the user. No other class does so.
public final class FileFault {
  /// Messages of the operating system and what they mean in plain words. Messages in another
  /// language are shown unchanged.
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("Not a directory", "a part of its path is a file, not a folder"),
          Map.entry("Is a directory", "it is a folder"),
          Map.entry("Read-only file system", "the disk is read-only"),
          Map.entry("Too many levels of symbolic links", "its symbolic links lead in a circle"),
          Map.entry("Too many links", "the disk allows no more links to it"),
          Map.entry("File name too long", "its name is longer than the disk allows"),
          Map.entry("No space left on device", "the disk is full"),
          Map.entry("Disk quota exceeded", "the disk is full up to your quota"),
          Map.entry("File too large", "it would be larger than the system allows"),
          Map.entry("Input/output error", "the disk or its connection failed"),
          Map.entry("Too many open files", "too many files are open"),
          Map.entry("Broken pipe", "nobody reads it any more"),
          Map.entry("Stale file handle", "the disk is no longer connected"),
          Map.entry("Transport endpoint is not connected", "the disk is no longer connected"),
          Map.entry("Operation not permitted", "the system does not permit it"),
          Map.entry("Permission denied", "permission denied"),
          Map.entry("Device or resource busy", "something else is using it"),
          Map.entry("Text file busy", "it is a program that is running"),
          Map.entry("No such device or address", "no device or program is behind it"));

  // With less than this left, a failed write failed for want of space, whatever its message says
  // (the system writes it in the user's language).
  private static final long NOTHING_LEFT_BYTES = 1 << 16;

  private FileFault() {}

  /// The error where a file could not be read.
  public static UserError unreadable(Path file, IOException e) {
    return new UserError(file + ": cannot be read (" + reason(e) + ")", e);
  }

  /// The error where a file could not be written and the work is not kept elsewhere.
  public static UserError unwritable(Path file, IOException e) {
    return isFull(file, e)
        ? new UserError(
            file + ": the disk is full; free some space and run the same command again", e)
        : new UserError(file + ": cannot be written (" + reason(e) + ")", e);
  }

  /// The error where it is not known whether a file was read or written.
  public static UserError failed(Path file, IOException e) {
    Path named = fileOf(e).orElse(file);
    return isFull(named, e)
        ? unwritable(named, e)
        : new UserError(named + ": cannot be read or written (" + reason(e) + ")", e);
  }

  /// The reason in plain words; never empty.
  public static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file or folder";
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException _ -> "there is a file of that name";
      case NotDirectoryException _ -> "it is a file, not a folder";
      case DirectoryNotEmptyException _ -> "the folder is not empty";
      case FileSystemLoopException _ -> "its symbolic links lead in a circle";
      case FileSystemException at when at.getReason() != null -> inWords(at.getReason());
      case CharacterCodingException _ -> "it is not UTF-8 text";
      case EOFException _ -> "it ends too early";
      case ZipException damaged -> "its compressed data are damaged: " + damaged.getMessage();
      default ->
          Optional.ofNullable(e.getMessage())
              .filter(message -> !Blank.is(message) && !(e instanceof FileSystemException))
              .map(FileFault::inWords)
              .orElseGet(() -> "the system gives no reason, only " + e.getClass().getSimpleName());
    };
  }

  private static String inWords(String message) {
    return WORDS.entrySet().stream()
        .filter(each -> message.contains(each.getKey()))
        .findFirst()
        .map(Map.Entry::getValue)
        .orElse(message);
  }

  /// Whether a write failed because there is no space.
  ///
  /// @param file whose disk is asked for its free space if the message does not say
  public static boolean isFull(Path file, IOException e) {
    if (isFull(e)) return true;
    // The system's special exceptions give no words.
    boolean told = e instanceof FileSystemException at && at.getReason() == null;
    return !told && !WORDS.containsValue(reason(e)) && spaceLeft(file) < NOTHING_LEFT_BYTES;
  }

  /// Whether the message of a failure says that there is no space.
  public static boolean isFull(Throwable e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("No space left on device") || message.contains("Disk quota exceeded");
  }

  /// The file that an error or one of its causes names, for errors of the file system.
  public static Optional<Path> fileOf(Throwable e) {
    for (Throwable each = e; each != null; each = each.getCause())
      if (each instanceof FileSystemException at && at.getFile() != null)
        return Optional.of(Path.of(at.getFile()));
    return Optional.empty();
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
}

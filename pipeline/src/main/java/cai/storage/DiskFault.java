package cai.storage;

import cai.errors.UserError;
import cai.files.FileFault;
import java.io.IOException;
import java.nio.file.Path;

/// Errors for the user where the disk failed while a run read or wrote: a run whose disk was full
/// continues where it stopped, and the sentence says so.
public final class DiskFault {
  private DiskFault() {}

  /// For a file that could not be read.
  public static UserError unreadable(Path file, IOException e) {
    return FileFault.unreadable(file, e);
  }

  /// For a file that could not be written.
  public static UserError unwritable(Path file, IOException e) {
    return FileFault.isFull(file, e) ? full(file, e) : FileFault.unwritable(file, e);
  }

  /// The exception that a piece of work threw, or the error for a full disk where a full disk is
  /// among its causes.
  public static RuntimeException orFullDisk(Path file, RuntimeException thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof UserError) return thrown;
      if (FileFault.isFull(each)) return full(FileFault.fileOf(each).orElse(file), thrown);
    }
    return thrown;
  }

  /// For work of which it is not known whether it failed while reading or while writing.
  public static UserError failed(Path folder, IOException e) {
    Path file = FileFault.fileOf(e).orElse(folder);
    return FileFault.isFull(file, e) ? full(file, e) : FileFault.failed(file, e);
  }

  private static UserError full(Path file, Throwable e) {
    return new UserError(
        file
            + ": the disk is full; free some space and run the same command again, it continues"
            + " where it stopped",
        e);
  }
}

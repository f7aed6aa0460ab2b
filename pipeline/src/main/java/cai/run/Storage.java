package cai.run;

import cai.errors.UserError;
import cai.files.FileFault;
import java.io.IOException;
import java.nio.file.Path;

/// What the disk refused to a run, which continues where it stopped, as sentences.
final class Storage {
  private Storage() {}

  static UserError unreadable(Path file, IOException e) {
    return FileFault.unreadable(file, e);
  }

  static UserError unwritable(Path file, IOException e) {
    return FileFault.isFull(file, e) ? full(file, e) : FileFault.unwritable(file, e);
  }

  /// What a piece of work threw, as the full disk where that is behind it, however deep.
  static RuntimeException orFullDisk(Path file, RuntimeException thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof UserError) return thrown;
      if (FileFault.isFull(each)) return full(FileFault.fileOf(each).orElse(file), thrown);
    }
    return thrown;
  }

  /// What a stage's work threw where it is not known whether it read or wrote.
  static UserError failed(Path folder, IOException e) {
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

package cai.run;

import cai.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Files that appear whole or not at all.
public final class AtomicFiles {
  private AtomicFiles() {}

  /// Writes a file under a temporary name and moves it.
  public static void write(Path file, String text) {
    Path unfinished = file.resolveSibling("." + file.getFileName() + ".tmp");
    try {
      Files.writeString(unfinished, text);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UserError(file + ": cannot be written (" + e.getMessage() + ")", e);
    }
  }
}

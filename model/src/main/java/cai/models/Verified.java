package cai.models;

import cai.errors.UserError;
import cai.files.FileFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Compares a model's file in the cache with its pinned SHA-256 when the file is first used,
/// because the user may have put it there. The result is stored in the same folder and holds as
/// long as the file keeps its size and time.
record Verified(Path file) {
  Path against(PackagedModel model) {
    try {
      long bytes = Files.size(file);
      String seen = model.sha256() + " " + bytes + " " + Files.getLastModifiedTime(file) + "\n";
      Path note = file.resolveSibling(file.getFileName() + ".verified");
      if (Files.exists(note) && Files.readString(note).equals(seen)) return file;
      if (bytes != model.bytes()) throw wrong(bytes + " bytes", model.bytes() + " bytes");
      String sha256 = Sha256.of(file);
      if (!sha256.equals(model.sha256()))
        throw wrong("SHA-256 " + sha256, "SHA-256 " + model.sha256());
      remember(note, seen);
      return file;
    } catch (IOException e) {
      throw FileFault.unreadable(file, e);
    }
  }

  private UserError wrong(String found, String expected) {
    return new UserError(
        file
            + ": has "
            + found
            + " instead of "
            + expected
            + "; delete it to have it fetched again");
  }

  // In a cache that may only be read, the file is compared each time.
  private static void remember(Path note, String seen) {
    try {
      Files.writeString(note, seen);
    } catch (IOException _) {
      return;
    }
  }
}

package cai.run;

import cai.storage.FolderLock;
import java.nio.file.Files;
import java.nio.file.Path;

/// Takes the lock of a run folder and keeps it until it is killed, a minute at most.
final class LockHolder {
  private LockHolder() {}

  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[0]));
    try (var _ = FolderLock.take(folder)) {
      System.out.println("locked");
      Thread.sleep(60_000);
    }
  }
}

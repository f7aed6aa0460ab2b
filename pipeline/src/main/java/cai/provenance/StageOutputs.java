package cai.provenance;

import cai.storage.AtomicFiles;
import cai.storage.ContentHash;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The files that a stage leaves for others.
///
/// Not among them: `stage.json`, `timing.json`, logs, and all whose name begins with a dot or with
/// `checkpoint`. In JSON the values of the time fields (`seconds`, `*Seconds`, `startedAt`,
/// `finishedAt`) do not count, so that the same work gives the same hash however long it took.
///
/// @param sizes in bytes by name, folders separated by `/`
/// @param hashes SHA-256 by name
/// @param hash SHA-256 over the sorted names and contents
public record StageOutputs(
    SortedMap<String, Long> sizes, SortedMap<String, String> hashes, String hash) {
  private static final int BUFFER_BYTES = 1 << 20;
  private static final String CHECKPOINT = "checkpoint";
  // A quote after a backslash belongs to a text, not to a field's name.
  private static final Pattern TIME =
      Pattern.compile(
          "(?<!\\\\)\"(seconds|\\w*Seconds|startedAt|finishedAt)\"\\s*:\\s*(\"[^\"]*\"|[-+.0-9eE]+|null)");

  /// Reads and hashes the outputs in a folder.
  public static StageOutputs of(Path folder) throws IOException {
    SortedMap<String, Path> files = files(folder);
    var sizes = new TreeMap<String, Long>();
    var hashes = new TreeMap<String, String>();
    MessageDigest digest = ContentHash.sha256();
    for (Map.Entry<String, Path> file : files.entrySet()) {
      sizes.put(file.getKey(), Files.size(file.getValue()));
      hashes.put(file.getKey(), hash(file.getValue()));
      String line = hashes.get(file.getKey()) + " " + file.getKey() + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return new StageOutputs(
        Sorted.copy(sizes), Sorted.copy(hashes), ContentHash.hex(digest.digest()));
  }

  /// What is wrong with the recorded outputs of a folder, judged by their sizes.
  public static Optional<String> damage(Path folder, Map<String, Long> sizes) throws IOException {
    for (Map.Entry<String, Long> recorded : sizes.entrySet()) {
      Path file = folder.resolve(recorded.getKey());
      if (!Files.isRegularFile(file)) return Optional.of(recorded.getKey() + " is missing");
      if (Files.size(file) != recorded.getValue())
        return Optional.of(recorded.getKey() + " has another size than it was written with");
    }
    return Optional.empty();
  }

  /// Takes away the checkpoints of a finished stage; they are large and of no more use.
  public static void removeCheckpoints(Path folder) throws IOException {
    List<Path> checkpoints;
    try (Stream<Path> all = Files.list(folder)) {
      checkpoints =
          all.filter(file -> file.getFileName().toString().startsWith(CHECKPOINT)).toList();
    }
    for (Path checkpoint : checkpoints) AtomicFiles.deleteTree(checkpoint);
  }

  private static SortedMap<String, Path> files(Path folder) throws IOException {
    var files = new TreeMap<String, Path>();
    collect(folder, "", files);
    files.remove(StageRecord.FILE);
    return files;
  }

  private static void collect(Path folder, String prefix, Map<String, Path> files)
      throws IOException {
    List<Path> children = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      all.filter(child -> !isPrivate(child.getFileName().toString())).forEach(children::add);
    }
    for (Path child : children) {
      String name = prefix + child.getFileName();
      if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) collect(child, name + "/", files);
      else if (Files.isRegularFile(child)) files.put(name, child);
    }
  }

  private static boolean isPrivate(String name) {
    return name.startsWith(".")
        || name.startsWith(CHECKPOINT)
        || name.equals("timing.json")
        || name.endsWith(".log");
  }

  /// SHA-256 of one output.
  public static String hash(Path file) throws IOException {
    String name = file.getFileName().toString();
    if (name.endsWith(".json") || name.endsWith(".jsonl")) return hashWithoutTimes(file);
    try (InputStream in = Files.newInputStream(file)) {
      return ContentHash.stream(in);
    }
  }

  private static String hashWithoutTimes(Path file) throws IOException {
    MessageDigest digest = ContentHash.sha256();
    var line = new ByteArrayOutputStream();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
      for (int next; (next = in.read()) >= 0; ) {
        line.write(next);
        if (next == '\n') update(digest, line);
      }
    }
    update(digest, line);
    return ContentHash.hex(digest.digest());
  }

  // Latin-1 gives every byte back as it was.
  private static void update(MessageDigest digest, ByteArrayOutputStream line) {
    String text = line.toString(StandardCharsets.ISO_8859_1);
    line.reset();
    boolean mayHoldTimes = text.contains("econds\"") || text.contains("edAt\"");
    String timeless = mayHoldTimes ? TIME.matcher(text).replaceAll("\"$1\":0") : text;
    digest.update(timeless.getBytes(StandardCharsets.ISO_8859_1));
  }
}

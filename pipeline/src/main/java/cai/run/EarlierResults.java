package cai.run;

import cai.errors.UserError;
import cai.json.Json;
import cai.provenance.OutputHashes;
import cai.run.JournaledWork.Journaling;
import cai.storage.AtomicFiles;
import cai.storage.DiskFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Results in the folders of a stage that were put aside, by the keys of their items. Beside each
/// journal stands a file of its items' keys, a line each.
///
/// @param byKey only those that are wanted
record EarlierResults<R>(Map<String, R> byKey) {
  /// Those of some items; writes the keys beside the items' own journal, for later.
  static <R> EarlierResults<R> of(List<String> keys, Journaling<R> journaling) {
    Path file = journaling.file();
    AtomicFiles.write(keysOf(file), String.join("\n", keys) + "\n");
    var wanted = new HashSet<>(keys);
    var found = new HashMap<String, R>();
    Path stageFolder = file.toAbsolutePath().getParent();
    try {
      for (Path aside : Superseded.of(stageFolder))
        collect(aside, aside.resolve(file.getFileName()), journaling.type(), wanted, found);
    } catch (IOException e) {
      throw DiskFault.unreadable(stageFolder, e);
    }
    return new EarlierResults<>(found);
  }

  Optional<R> of(String key) {
    return Optional.ofNullable(byKey.get(key));
  }

  private static <R> void collect(
      Path folder, Path journal, Class<R> type, Set<String> wanted, Map<String, R> found)
      throws IOException {
    Path keysFile = keysOf(journal);
    if (!Files.isRegularFile(journal) || !Files.isRegularFile(keysFile)) return;
    if (!OutputHashes.isSound(folder, journal)) return;
    List<String> keys = Files.readAllLines(keysFile, StandardCharsets.US_ASCII);
    // A line that a crash has torn may be no text.
    List<String> lines = Files.readAllLines(journal, StandardCharsets.ISO_8859_1);
    for (int i = 0; i < Math.min(keys.size(), lines.size()); i++) {
      String key = keys.get(i);
      if (!wanted.contains(key) || found.containsKey(key)) continue;
      String line =
          new String(lines.get(i).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      parse(line, type, journal).ifPresent(result -> found.put(key, result));
    }
  }

  private static <R> Optional<R> parse(String line, Class<R> type, Path journal) {
    try {
      return Optional.of(Json.parse(line, type, journal.toString()));
    } catch (UserError _) {
      return Optional.empty();
    }
  }

  private static Path keysOf(Path journal) {
    return journal.resolveSibling("." + journal.getFileName() + ".keys");
  }
}

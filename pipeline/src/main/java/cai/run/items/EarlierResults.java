package cai.run.items;

import cai.provenance.OutputHashes;
import cai.run.Superseded;
import cai.run.items.JournaledWork.Journaling;
import cai.storage.DiskFault;
import cai.storage.KeyedJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// Results of a stage's items under earlier settings, read from the folders that [Superseded]
/// keeps.
final class EarlierResults {
  private EarlierResults() {}

  /// The results of the wanted items, by the items' keys, for every item that one of these folders
  /// has a result of; of several results the last one.
  static <R> Map<String, R> of(Collection<String> wanted, Journaling<R> journaling) {
    Path file = journaling.file();
    Path stageFolder = file.toAbsolutePath().getParent();
    var missing = new ArrayList<>(wanted);
    var found = new HashMap<String, R>();
    try {
      for (Path aside : Superseded.of(stageFolder)) {
        Path journal = aside.resolve(file.getFileName());
        if (missing.isEmpty()) break;
        if (!Files.isRegularFile(journal) || !OutputHashes.isSound(aside, journal)) continue;
        found.putAll(KeyedJournal.read(journal, journaling.type(), missing));
        missing.removeIf(found::containsKey);
      }
    } catch (IOException e) {
      throw DiskFault.unreadable(stageFolder, e);
    }
    return found;
  }
}

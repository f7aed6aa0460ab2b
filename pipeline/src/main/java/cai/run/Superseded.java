package cai.run;

import cai.provenance.StageKey;
import cai.provenance.StageRecord;
import cai.storage.AtomicFiles;
import cai.storage.DiskFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Stage folders of earlier settings, kept aside so that going back to these settings costs
/// nothing. At most two of each stage are kept.
public final class Superseded {
  static final String FOLDER = ".superseded";
  private static final int KEPT = 2;
  private static final String DAMAGED = "-damaged";
  private static final String DELETING = ".deleting-";

  private final Path folder;

  Superseded(Path runFolder) {
    folder = runFolder.resolve(FOLDER);
  }

  /// Finishes the deletions that a kill has interrupted.
  void recover() throws IOException {
    if (!Files.isDirectory(folder)) return;
    for (Path each : children(DELETING)) AtomicFiles.deleteTree(each);
  }

  /// Moves the folder of a stage aside and says where it is.
  Path retire(Path stageFolder, StageRecord record) throws IOException {
    return retire(stageFolder, name(stageFolder, record.key()));
  }

  /// Moves a folder aside whose files are not what its record says; it will not come back.
  void retireDamaged(Path stageFolder, StageRecord record) throws IOException {
    retire(stageFolder, name(stageFolder, record.key()) + DAMAGED);
  }

  /// Brings the folder of a key back, if it is still kept.
  boolean restore(Path stageFolder, StageKey key) throws IOException {
    Path kept = folder.resolve(name(stageFolder, key.hash()));
    boolean found = StageRecord.read(kept).filter(record -> record.isOf(key)).isPresent();
    if (!found) return false;
    AtomicFiles.move(kept, stageFolder);
    AtomicFiles.forceFolder(stageFolder.getParent());
    return true;
  }

  private Path retire(Path stageFolder, String name) throws IOException {
    Files.createDirectories(folder);
    Path kept = folder.resolve(name);
    delete(kept);
    AtomicFiles.move(stageFolder, kept);
    // A folder's time of change is not that of the move.
    Files.setLastModifiedTime(kept, FileTime.from(Instant.now()));
    AtomicFiles.forceFolder(folder);
    AtomicFiles.forceFolder(stageFolder.getParent());
    return kept;
  }

  /// The folders of a stage that are kept and sound, the last one first.
  ///
  /// @param stageFolder of the stage, where it lies in its run
  public static List<Path> of(Path stageFolder) throws IOException {
    var superseded = new Superseded(stageFolder.getParent());
    if (!Files.isDirectory(superseded.folder)) return List.of();
    List<Path> kept = new ArrayList<>(superseded.ofStage(stageFolder.getFileName().toString()));
    kept.removeIf(each -> each.toString().endsWith(DAMAGED));
    kept.sort(Comparator.comparing(Superseded::time).thenComparing(Path::compareTo).reversed());
    return List.copyOf(kept);
  }

  /// The folder of a stage that was put aside last, if one is kept.
  static Optional<Path> latest(Path stageFolder) {
    try {
      return of(stageFolder).stream().findFirst();
    } catch (IOException e) {
      throw DiskFault.unreadable(stageFolder, e);
    }
  }

  /// Deletes the oldest folders of a stage beyond those that are kept. Not part of putting one
  /// aside, because the oldest may be the one that is wanted back.
  void prune(StageName stage) throws IOException {
    if (!Files.isDirectory(folder)) return;
    List<Path> kept = new ArrayList<>(ofStage(stage.toString()));
    kept.sort(Comparator.comparing(Superseded::time).thenComparing(Path::compareTo));
    for (Path each : kept.subList(0, Math.max(0, kept.size() - KEPT))) delete(each);
  }

  // Under another name first: half a folder must never come back as a whole one.
  private void delete(Path kept) throws IOException {
    if (!Files.exists(kept)) return;
    Path deleting = folder.resolve(DELETING + kept.getFileName());
    AtomicFiles.deleteTree(deleting);
    AtomicFiles.move(kept, deleting);
    AtomicFiles.deleteTree(deleting);
  }

  private static FileTime time(Path path) {
    try {
      return Files.getLastModifiedTime(path);
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": has no time", e);
    }
  }

  // Not by its beginning alone: preference@hard begins the name of preference@hard-er.
  private List<Path> ofStage(String stage) throws IOException {
    Pattern name = Pattern.compile(Pattern.quote(stage) + "-[0-9a-f]+(" + DAMAGED + ")?");
    return children(stage).stream()
        .filter(child -> name.matcher(child.getFileName().toString()).matches())
        .toList();
  }

  private List<Path> children(String prefix) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(child -> child.getFileName().toString().startsWith(prefix))
          .sorted()
          .toList();
    }
  }

  private static String name(Path stageFolder, String key) {
    return stageFolder.getFileName() + "-" + key.substring(0, 8);
  }
}

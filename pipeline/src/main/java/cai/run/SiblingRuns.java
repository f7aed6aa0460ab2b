package cai.run;

import cai.errors.UserError;
import cai.provenance.Manifest;
import cai.provenance.StageKey;
import cai.provenance.StageOutputs;
import cai.provenance.StageRecord;
import cai.storage.AtomicFiles;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finished stages of all runs in one folder of runs, found by their keys. Runs that agree up to a
/// stage share its files: each run has the stage's folder, and where the file system has hard
/// links, the files in these folders are the same files. A finished file is never written to but
/// replaced, so a run that is changed or deleted takes nothing from the others.
///
/// @param run folder of the run that looks
record SiblingRuns(Path run) {
  /// Folder of a run in which another run's stage is put together.
  static final String TAKING = ".taking";

  /// The folder of a finished and sound stage of this key, in another run or in another instance of
  /// this run. A report is about one run, so reports are never shared.
  ///
  /// @param own folder that the stage has in this run
  Optional<Path> find(StageKey key, Path own) throws IOException {
    if (key.stage().equals(StageWord.REPORT.word())) return Optional.empty();
    for (Path each : children(run.toAbsolutePath().getParent())) {
      if (!Files.isRegularFile(each.resolve(Manifest.FILE))) continue;
      for (Path stage : children(each)) {
        boolean other = !stage.equals(own.toAbsolutePath());
        if (other && isOf(stage, key)) return Optional.of(stage);
      }
    }
    return Optional.empty();
  }

  private static boolean isOf(Path stage, StageKey key) throws IOException {
    boolean sameWord =
        StageName.of(stage).filter(name -> name.word().word().equals(key.stage())).isPresent();
    if (!sameWord) return false;
    try {
      Optional<StageRecord> record =
          StageRecord.read(stage).filter(one -> one.hasFinished() && one.isOf(key));
      return record.isPresent() && StageOutputs.damage(stage, record.get().files()).isEmpty();
    } catch (UserError _) {
      // What another run has damaged is that run's affair.
      return false;
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    if (folder == null || !Files.isDirectory(folder)) return List.of();
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isDirectory).sorted().toList();
    }
  }

  /// Shares the files of another run's stage with this run.
  ///
  /// @param own the folder that the stage gets, which must not exist
  /// @return whether all of it was still there
  boolean take(Path stage, Path own) throws IOException {
    recover();
    Path taking = run.resolve(TAKING);
    try {
      share(stage, taking);
    } catch (NoSuchFileException _) {
      // The other run was changed or deleted meanwhile.
      recover();
      return false;
    }
    AtomicFiles.forceTree(taking);
    AtomicFiles.move(taking, own);
    AtomicFiles.forceFolder(run);
    return true;
  }

  /// Deletes what a kill has left half put together.
  void recover() throws IOException {
    AtomicFiles.deleteTree(run.resolve(TAKING));
  }

  private static void share(Path from, Path into) throws IOException {
    Files.createDirectory(into);
    List<Path> all;
    try (Stream<Path> children = Files.list(from)) {
      all = children.sorted().toList();
    }
    for (Path each : all) {
      Path target = into.resolve(each.getFileName());
      if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) share(each, target);
      else link(each, target);
    }
  }

  private static void link(Path file, Path target) throws IOException {
    try {
      Files.createLink(target, file);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException _) {
      // This file system has no hard links, or no more of this file.
      Files.copy(file, target);
    }
  }
}

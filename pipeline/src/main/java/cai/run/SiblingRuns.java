package cai.run;

import cai.files.FileFault;
import cai.provenance.Manifest;
import cai.provenance.OutputHashes;
import cai.provenance.StageKey;
import cai.provenance.StageOutputs;
import cai.provenance.StageRecord;
import cai.storage.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
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

  /// A finished stage of a run.
  record Sibling(Path folder, StageRecord record) {}

  /// The finished stages of this key in other runs and in other instances of this run, sound by the
  /// sizes of their files. A report is about one run, so reports are never shared.
  ///
  /// @param own folder that the stage has in this run
  List<Sibling> find(StageKey key, Path own) {
    if (key.stage().equals(StageWord.REPORT.word())) return List.of();
    var found = new ArrayList<Sibling>();
    for (Path each : children(run.toAbsolutePath().getParent())) {
      if (!Files.isRegularFile(each.resolve(Manifest.FILE))) continue;
      for (Path stage : children(each)) {
        boolean sameWord =
            StageName.of(stage).filter(name -> name.word().word().equals(key.stage())).isPresent();
        if (sameWord && !stage.equals(own.toAbsolutePath()))
          finished(stage, key).ifPresent(record -> found.add(new Sibling(stage, record)));
      }
    }
    return List.copyOf(found);
  }

  /// The record of a stage, judged by the sizes of its files.
  private static Optional<StageRecord> finished(Path stage, StageKey key) {
    try {
      Optional<StageRecord> record =
          StageRecord.read(stage).filter(one -> one.hasFinished() && one.isOf(key));
      if (record.isEmpty() || StageOutputs.damage(stage, record.get().files()).isPresent())
        return Optional.empty();
      String hash = OutputHashes.require(stage).hash();
      return record.filter(one -> one.outputHash().equals(hash));
    } catch (IOException | RuntimeException _) {
      // What another run has damaged, deleted or locked away is that run's affair.
      return Optional.empty();
    }
  }

  private static List<Path> children(Path folder) {
    if (folder == null || !Files.isDirectory(folder)) return List.of();
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isDirectory).sorted().toList();
    } catch (IOException | UncheckedIOException _) {
      return List.of();
    }
  }

  /// Makes the files of a stage those of this run too. All of them are read, because the other run
  /// may change or be deleted meanwhile, and because a file may have been edited in place.
  ///
  /// @param own the folder that the stage gets, which must not exist
  /// @return the stage's record; empty where its files are not what was written, or are gone
  Optional<StageRecord> take(Sibling sibling, StageKey key, Path own) throws IOException {
    recover();
    Path taking = run.resolve(TAKING);
    try {
      share(sibling, taking);
      Optional<StageRecord> taken = finished(taking, key);
      if (taken.isEmpty() || !StageOutputs.of(taking).hash().equals(taken.get().outputHash())) {
        recover();
        return Optional.empty();
      }
      // The recipe's files lie where this run has read them.
      new OutputHashes(OutputHashes.FORMAT, OutputHashes.require(taking).files(), key.inputs())
          .write(taking);
      AtomicFiles.forceTree(taking);
      AtomicFiles.move(taking, own);
      AtomicFiles.forceFolder(run);
      return taken;
    } catch (IOException e) {
      recover();
      if (FileFault.isFull(run, e)) throw e;
      // The other run was changed or deleted, or does not let its files be read.
      return Optional.empty();
    }
  }

  /// Deletes what a kill has left half put together.
  void recover() throws IOException {
    AtomicFiles.deleteTree(run.resolve(TAKING));
  }

  /// The outputs and what lies hidden beside them; neither what others have put there nor
  /// checkpoints that are being removed.
  private static void share(Sibling from, Path into) throws IOException {
    var names = new TreeSet<>(from.record().files().keySet());
    names.add(StageRecord.FILE);
    try (Stream<Path> children = Files.list(from.folder())) {
      children
          .filter(Files::isRegularFile)
          .map(child -> child.getFileName().toString())
          .filter(name -> name.startsWith("."))
          .forEach(names::add);
    }
    for (String name : names) {
      Path target = into.resolve(name);
      Files.createDirectories(target.getParent());
      link(from.folder().resolve(name), target);
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

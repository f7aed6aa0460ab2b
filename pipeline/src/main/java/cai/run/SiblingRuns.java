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
/// @param links makes the hard links
record SiblingRuns(Path run, HardLinks links) {
  /// Folder of a run in which another run's stage is put together.
  static final String TAKING = ".taking";

  /// Gives a file a second name.
  @FunctionalInterface
  interface HardLinks {
    void create(Path link, Path file) throws IOException;
  }

  SiblingRuns(Path run) {
    this(run, Files::createLink);
  }

  /// A finished stage of a run.
  ///
  /// @param hashes of its outputs, read when it was found: the other run may be deleted at any time
  record Sibling(Path folder, StageRecord record, OutputHashes hashes) {
    /// Run and stage, such as `quickstart/critique`.
    String name() {
      return folder.getParent().getFileName() + "/" + folder.getFileName();
    }
  }

  /// A stage that was taken over.
  ///
  /// @param copied whether files had to be copied, because the file system gave no hard link
  record Taken(StageRecord record, boolean copied) {}

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
          finished(stage, key).ifPresent(found::add);
      }
    }
    return List.copyOf(found);
  }

  /// What a stage has finished, judged by the sizes of its files.
  private static Optional<Sibling> finished(Path stage, StageKey key) {
    try {
      Optional<StageRecord> record =
          StageRecord.read(stage).filter(one -> one.hasFinished() && one.isOf(key));
      if (record.isEmpty() || StageOutputs.damage(stage, record.get().files()).isPresent())
        return Optional.empty();
      OutputHashes hashes = OutputHashes.require(stage);
      return record
          .filter(one -> one.outputHash().equals(hashes.hash()))
          .map(one -> new Sibling(stage, one, hashes));
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
  /// @return empty where the stage's files are not what was written, or are gone
  Optional<Taken> take(Sibling sibling, StageKey key, Path own) throws IOException {
    recover();
    Path taking = run.resolve(TAKING);
    try {
      boolean copied = share(sibling, taking);
      Optional<StageRecord> found = finished(taking, key).map(Sibling::record);
      if (found.isEmpty() || !StageOutputs.of(taking).hash().equals(found.get().outputHash())) {
        recover();
        return Optional.empty();
      }
      // The recipe's files lie where this run has read them.
      new OutputHashes(OutputHashes.FORMAT, OutputHashes.require(taking).files(), key.inputs())
          .write(taking);
      StageRecord taken = found.get().takenOver(sibling.name());
      taken.write(taking);
      AtomicFiles.forceTree(taking);
      AtomicFiles.move(taking, own);
      AtomicFiles.forceFolder(run);
      return Optional.of(new Taken(taken, copied));
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
  ///
  /// @return whether a file had to be copied
  private boolean share(Sibling from, Path into) throws IOException {
    var names = new TreeSet<>(from.record().files().keySet());
    names.add(StageRecord.FILE);
    try (Stream<Path> children = Files.list(from.folder())) {
      children
          .filter(Files::isRegularFile)
          .map(child -> child.getFileName().toString())
          .filter(name -> name.startsWith("."))
          .forEach(names::add);
    }
    boolean copied = false;
    for (String name : names) {
      Path target = into.resolve(name);
      Files.createDirectories(target.getParent());
      copied |= !link(from.folder().resolve(name), target);
    }
    return copied;
  }

  /// Links a file, or copies it where that is impossible, and says whether it was linked.
  private boolean link(Path file, Path target) throws IOException {
    try {
      links.create(target, file);
      return true;
    } catch (NoSuchFileException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException _) {
      // This file system has no hard links, or no more of this file.
      Files.copy(file, target);
      return false;
    }
  }
}

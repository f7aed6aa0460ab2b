package cai.run;

import cai.errors.UserError;
import cai.json.Json;
import cai.provenance.CodeVersion;
import cai.provenance.Manifest;
import cai.provenance.OutputHashes;
import cai.provenance.RunIdentity;
import cai.provenance.Sorted;
import cai.provenance.StageClock;
import cai.provenance.StageKey;
import cai.provenance.StageOutputs;
import cai.provenance.StageRecord;
import cai.run.SiblingRuns.Sibling;
import cai.run.SiblingRuns.Taken;
import cai.storage.AtomicFiles;
import cai.storage.ContentHash;
import cai.storage.DiskFault;
import cai.storage.FolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A run in its folder. It does each stage once for each set of things the stage depends on, goes
/// on where it was interrupted, and lets only one process at a time into the folder.
public final class Run implements Making, AutoCloseable {
  private static final String MACHINE = "machine.json";
  private static final List<String> OWN =
      List.of(
          FolderLock.FILE,
          MACHINE,
          Manifest.FILE,
          Superseded.FOLDER,
          SiblingRuns.TAKING,
          "preview");

  private record MachineFile(String format, Map<String, String> arithmetic) {
    private static final String FORMAT = "machine/1";

    private MachineFile {
      arithmetic = Sorted.copy(arithmetic);
    }
  }

  private final Path folder;
  private final RunIdentity identity;
  private final Progress progress;
  private final CodeVersion code;
  private final FolderLock lock;
  private final Superseded superseded;
  private final SiblingRuns siblings;
  private final List<StageResult> results = new ArrayList<>();
  private Manifest manifest;
  private boolean completed;

  private Run(
      Path folder, RunIdentity identity, Progress progress, CodeVersion code, FolderLock lock) {
    this.folder = folder;
    this.identity = identity;
    this.progress = progress;
    this.code = code;
    this.lock = lock;
    this.superseded = new Superseded(folder);
    this.siblings = new SiblingRuns(folder);
  }

  /// Begins a run or goes on with it.
  ///
  /// @throws UserError where another process works in the folder, or the folder is not a run's or
  ///   one of another version
  public static Run open(Path folder, RunIdentity identity, Progress progress) {
    return open(folder, identity, progress, CodeVersion.current());
  }

  static Run open(Path folder, RunIdentity identity, Progress progress, CodeVersion code) {
    try {
      Files.createDirectories(folder);
      requireRunFolder(folder);
      var lock = FolderLock.take(folder);
      try {
        var run = new Run(folder, identity, progress, code, lock);
        run.begin();
        return run;
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw DiskFault.unwritable(folder, e);
    }
  }

  /// The arithmetic that was chosen when the run in this folder first began; empty where there is
  /// no run. Whoever goes on with a run takes this one, so that the same kernels give the same
  /// numbers.
  public static Optional<Map<String, String>> recordedMachine(Path folder) {
    Path file = folder.resolve(MACHINE);
    return Files.exists(file)
        ? Optional.of(Json.read(file, MachineFile.class).arithmetic())
        : Optional.empty();
  }

  /// Where the run lies.
  public Path folder() {
    return folder;
  }

  /// The run's random numbers.
  public Seeds seeds() {
    return new Seeds(identity.seed());
  }

  /// What tells the user how far it is.
  public Progress progress() {
    return progress;
  }

  /// Does a stage, unless it is done. It is left undone, and with it every stage that reads of it,
  /// where an artifact that it reads is not made.
  ///
  /// Done under the same key, here or in another run of the same folder of runs, it is not done
  /// again; begun under the same key, the work goes on in the same folder; done under another key,
  /// the old folder is put aside.
  @Override
  public <O> O make(String variant, Stage<O> stage) {
    var name = new StageName(stage.word(), variant);
    StageWork work =
        stageFolder -> stage.make(new Workplace(stageFolder, folder, seeds(), progress));
    Optional<StageFolder> finished = key(stage).map(key -> perform(name, key, work));
    var result = new StageResult(name, finished);
    results.add(result);
    return stage.outputs(result);
  }

  @Override
  public List<Artifact<Path>> everything() {
    return everything(results, told(folder, identity, code));
  }

  static List<Artifact<Path>> everything(List<StageResult> results, List<Artifact<Path>> told) {
    return Stream.concat(results.stream().map(StageResult::whole), told.stream()).toList();
  }

  /// What the manifest tells of a run besides the outputs of its stages. It may change where no
  /// output does, as with the number of texts worked on together.
  static List<Artifact<Path>> told(Path folder, RunIdentity identity, CodeVersion code) {
    Path manifest = folder.resolve(Manifest.FILE);
    String name = folder.toAbsolutePath().normalize().getFileName().toString();
    var told = new ArrayList<Artifact<Path>>();
    told.add(Artifact.given("name of the run", manifest, ContentHash.text(name)));
    Manifest.told(identity, code)
        .forEach(
            (title, text) -> told.add(Artifact.given(title, manifest, ContentHash.text(text))));
    return List.copyOf(told);
  }

  /// The key of a stage in this run; empty where an artifact that it reads is not made.
  Optional<StageKey> key(Stage<?> stage) {
    return StageComponents.of(stage, common(identity, code));
  }

  StageFolder perform(StageName name, StageKey key, StageWork work) {
    StageFolder done = performed(name, key, work);
    if (name.word() == StageWord.REPORT) completed = true;
    return done;
  }

  private StageFolder performed(StageName name, StageKey key, StageWork work) {
    Path path = name.in(folder);
    try {
      Optional<StageRecord> found = find(path, name, key);
      if (found.isPresent() && found.get().hasFinished())
        return new StageFolder(path, name, found.get());
      return finish(prepare(path, name, key, found), key, work);
    } catch (IOException e) {
      throw DiskFault.failed(path, e);
    } catch (RuntimeException e) {
      throw DiskFault.orFullDisk(path, e);
    }
  }

  /// What every stage of a run depends on, by name.
  static Map<String, String> common(RunIdentity identity, CodeVersion code) {
    return Map.of(
        StageKey.SEED, Long.toString(identity.seed()),
        StageKey.CODE, code.hash(),
        StageKey.ARITHMETIC, Json.line(identity.arithmetic()));
  }

  @Override
  public void close() {
    try (lock) {
      manifest.end(now(), completed).write(folder);
    }
  }

  private void begin() throws IOException {
    AtomicFiles.recover(folder);
    superseded.recover();
    siblings.recover();
    manifest = Manifest.begin(identity, code, Manifest.read(folder), now());
    Optional<Map<String, String>> recorded = recordedMachine(folder);
    if (recorded.isEmpty() || !recorded.get().equals(identity.arithmetic())) {
      recorded.ifPresent(before ->
          progress.note(
              "arithmetic: now "
                  + identity.arithmetic()
                  + ", before "
                  + before
                  + "; every stage is done again"));
      var file = new MachineFile(MachineFile.FORMAT, identity.arithmetic());
      AtomicFiles.write(folder.resolve(MACHINE), Json.pretty(file));
    }
    manifest.write(folder);
  }

  /// The record of what is there for this key; what is there for another is put aside.
  private Optional<StageRecord> find(Path path, StageName name, StageKey key) throws IOException {
    Optional<StageRecord> there = StageRecord.read(path);
    if (there.isPresent() && there.get().isOf(key)) {
      Optional<StageRecord> sound = sound(path, name, there.get());
      if (sound.filter(StageRecord::hasFinished).isPresent())
        progress.note(name + ": done before, not done again");
      boolean goesOn = sound.isPresent() && !sound.get().hasFinished();
      if (goesOn && !siblings.find(key, path).isEmpty()) superseded.retire(path, there.get());
      else if (sound.isPresent()) return sound;
    } else if (there.isPresent()) {
      String changed = String.join(", ", key.differences(there.get().keyParts()));
      Path aside = superseded.retire(path, there.get());
      progress.note(name + ": changed since the last run: " + changed);
      // What people read must not vanish unseen.
      if (name.word() == StageWord.REPORT)
        progress.note(name + ": the earlier one is now in " + aside);
    }
    Optional<StageRecord> found = isFree(path) ? takenUp(path, name, key) : Optional.empty();
    superseded.prune(name);
    return found;
  }

  /// The record of what was done before and elsewhere, and is now in the stage's folder.
  private Optional<StageRecord> takenUp(Path path, StageName name, StageKey key)
      throws IOException {
    for (Sibling elsewhere : siblings.find(key, path)) {
      Optional<Taken> taken = siblings.take(elsewhere, key, path);
      progress.note(
          name
              + taken
                  .map(one -> ": done before, in " + elsewhere.folder() + sharing(one))
                  .orElse(
                      ": the files in "
                          + elsewhere.folder()
                          + " are not what was written or cannot be read; they are not taken"
                          + " over"));
      if (taken.isPresent()) return taken.map(Taken::record);
    }
    if (!superseded.restore(path, key)) return Optional.empty();
    progress.note(name + ": an earlier result of the same settings is taken up again");
    return sound(path, name, StageRecord.read(path).orElseThrow());
  }

  private static String sharing(Taken taken) {
    return taken.copied()
        ? "; its files were copied, because no hard links can be made here"
        : "; its files are shared";
  }

  /// A record whose files are there; a folder whose files are not is put aside.
  private Optional<StageRecord> sound(Path path, StageName name, StageRecord record)
      throws IOException {
    if (!record.hasFinished()) return Optional.of(record);
    Optional<String> damage = StageOutputs.damage(path, record.files());
    if (damage.isEmpty()) return Optional.of(record);
    progress.note(name + ": " + damage.get() + "; the stage is done again");
    superseded.retireDamaged(path, record);
    return Optional.empty();
  }

  /// Whether a folder may be put there; an empty one makes room.
  private static boolean isFree(Path path) throws IOException {
    if (!Files.exists(path)) return true;
    AtomicFiles.recover(path);
    try (Stream<Path> files = Files.list(path)) {
      if (files.findAny().isPresent())
        throw new UserError(
            path
                + ": holds files but no "
                + StageRecord.FILE
                + ", so they are not this run's; move the folder away and run the same command"
                + " again");
    }
    Files.delete(path);
    return true;
  }

  private static StageFolder prepare(
      Path path, StageName name, StageKey key, Optional<StageRecord> found) throws IOException {
    Files.createDirectories(path);
    AtomicFiles.recoverTree(path);
    StageRecord record =
        found.isPresent()
            ? found.get().resume(StageClock.secondsOf(path, found.get()), now())
            : StageRecord.start(key, now());
    var stageFolder = new StageFolder(path, name, record);
    stageFolder.record(record);
    return stageFolder;
  }

  private static StageFolder finish(StageFolder stage, StageKey key, StageWork work)
      throws IOException {
    long start = System.nanoTime();
    work.run(stage);
    double seconds = (System.nanoTime() - start) / 1e9;
    StageOutputs outputs = StageOutputs.of(stage.path());
    // The outputs reach the disk before the record that vouches for them.
    OutputHashes.of(outputs, key.inputs()).write(stage.path());
    AtomicFiles.forceTree(stage.path());
    stage.record(stage.record().finish(outputs, stage.items(), stage.tokens(), seconds, now()));
    StageOutputs.removeCheckpoints(stage.path());
    return stage;
  }

  /// Nothing is changed in a folder that no run made, so this comes before anything else.
  private static void requireRunFolder(Path folder) throws IOException {
    if (Manifest.read(folder).isPresent()) return;
    try (Stream<Path> files = Files.list(folder)) {
      // A run that was killed at once, or has lost its manifest, has left these alone.
      if (!files.map(file -> file.getFileName().toString()).allMatch(Run::isOfARun))
        throw new UserError(
            folder + ": holds other files and is no run folder; give the run another name");
    }
  }

  private static boolean isOfARun(String name) {
    String bare = name.replaceFirst("^\\.(.*)\\.(writing|replaced)$", "$1");
    return OWN.contains(bare) || StageName.of(Path.of(bare)).isPresent();
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}

package cai.run;

import cai.provenance.CodeVersion;
import cai.provenance.RunIdentity;
import cai.provenance.StageKey;
import cai.provenance.StageOutputs;
import cai.provenance.StageRecord;
import cai.run.SiblingRuns.Sibling;
import cai.storage.DiskFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is left to do of a run, found by looking, without changing anything. A stage whose inputs
/// are still to be made counts as not done; if the inputs come out unchanged, the run skips it
/// after all.
public final class Remaining implements Making {
  private final Path folder;
  private final Map<String, String> common;
  private final List<Artifact<Path>> told;
  private final SiblingRuns siblings;
  private final SortedMap<StageName, Found> stages = new TreeMap<>();
  private final List<StageResult> results = new ArrayList<>();

  /// @param folder of a run, which need not exist
  public Remaining(Path folder, RunIdentity identity) {
    this(folder, identity, CodeVersion.current());
  }

  Remaining(Path folder, RunIdentity identity, CodeVersion code) {
    this.folder = folder;
    this.common = Run.common(identity, code);
    this.told = Run.told(folder, identity, code);
    this.siblings = new SiblingRuns(folder);
  }

  /// The state of a stage's outputs.
  public sealed interface Found {
    /// Finished outputs exist: in this run, put aside, or in another run.
    record Finished(StageFolder outputs) implements Found {}

    /// The stage was begun and will continue.
    record Begun(Path folder) implements Found {}

    /// No outputs that the stage could continue from.
    record Nothing() implements Found {}
  }

  @Override
  public <O> O make(String variant, Stage<O> stage) {
    var name = new StageName(stage.word(), variant);
    Found found =
        StageComponents.of(stage, common).map(key -> find(name, key)).orElse(new Found.Nothing());
    stages.put(name, found);
    var result =
        new StageResult(
            name,
            found instanceof Found.Finished(StageFolder outputs)
                ? Optional.of(outputs)
                : Optional.empty());
    results.add(result);
    return stage.outputs(result);
  }

  @Override
  public List<Artifact<Path>> everything() {
    return Run.everything(results, told);
  }

  private Found find(StageName name, StageKey key) {
    Path path = name.in(folder);
    try {
      var places = new ArrayList<>(List.of(path));
      places.addAll(Superseded.of(path));
      Found best = new Found.Nothing();
      for (Path place : places) {
        Optional<StageRecord> record = record(key, place);
        if (record.isEmpty()) continue;
        if (record.get().hasFinished())
          return new Found.Finished(new StageFolder(place, name, record.get()));
        if (best instanceof Found.Nothing) best = new Found.Begun(place);
      }
      Optional<Sibling> other = siblings.find(key, path).stream().findFirst();
      return other.isPresent() ? new Found.Finished(folder(other.get(), name)) : best;
    } catch (IOException e) {
      throw DiskFault.unreadable(path, e);
    }
  }

  private static StageFolder folder(Sibling other, StageName name) {
    return new StageFolder(other.folder(), name, other.record(), Optional.of(other.hashes()));
  }

  private static Optional<StageRecord> record(StageKey key, Path path) throws IOException {
    if (!Files.isDirectory(path)) return Optional.empty();
    Optional<StageRecord> record = StageRecord.read(path).filter(one -> one.isOf(key));
    boolean sound = record.isPresent() && StageOutputs.damage(path, record.get().files()).isEmpty();
    return sound ? record : Optional.empty();
  }

  /// What is there of the method's own instance of a stage.
  public Found of(StageWord stage) {
    return stages.getOrDefault(StageName.of(stage), new Found.Nothing());
  }

  /// What is there of the stage with a name.
  public Found named(String name) {
    return stages.entrySet().stream()
        .filter(one -> one.getKey().toString().equals(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(new Found.Nothing());
  }

  /// Whether all stages up to one are done.
  public boolean isDone(StageWord last) {
    for (StageWord stage : StageWord.values())
      if (stage.compareTo(last) <= 0 && !(of(stage) instanceof Found.Finished)) return false;
    return stages.entrySet().stream()
        .filter(one -> one.getKey().word().compareTo(last) <= 0)
        .allMatch(one -> one.getValue() instanceof Found.Finished);
  }

  /// Whether something of the run is done or begun.
  public boolean isBegun() {
    return stages.values().stream().anyMatch(one -> !(one instanceof Found.Nothing));
  }

  /// Whether a stage has nothing that it could go on with.
  public boolean lacks() {
    return stages.containsValue(new Found.Nothing());
  }
}

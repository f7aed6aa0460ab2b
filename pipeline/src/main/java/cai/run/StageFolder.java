package cai.run;

import cai.provenance.OutputHashes;
import cai.provenance.StageRecord;
import cai.storage.DiskFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// The folder of one stage of a run.
///
/// What counts as an output, and so goes into [#hash()]: all files but those whose name begins with
/// a dot or with `checkpoint`, `timing.json` and logs (`*.log`).
public final class StageFolder {
  private final Path path;
  private final StageName name;
  private final Optional<OutputHashes> hashes;
  private StageRecord record;
  private long items;
  private long tokens;

  StageFolder(Path path, StageName name, StageRecord record) {
    this(path, name, record, Optional.empty());
  }

  /// @param hashes of the outputs, where they were read before; else they are read when asked for
  StageFolder(Path path, StageName name, StageRecord record, Optional<OutputHashes> hashes) {
    this.path = path;
    this.name = name;
    this.record = record;
    this.hashes = hashes;
  }

  /// Where it lies.
  public Path path() {
    return path;
  }

  /// A file in it.
  public Path file(String name) {
    return path.resolve(name);
  }

  /// The stage in its run.
  public StageName name() {
    return name;
  }

  /// SHA-256 of the finished outputs; the same for the same work, however long it took.
  ///
  /// @throws IllegalStateException while the stage is not finished
  public String hash() {
    if (!record.hasFinished())
      throw new IllegalStateException(path + ": the stage is not finished, it has no hash yet");
    return record.outputHash();
  }

  /// The hash of one output, a file or a folder.
  ///
  /// @throws IllegalStateException while the stage is not finished
  public String hash(String output) {
    if (!record.hasFinished()) return hash();
    if (hashes.isPresent()) return hashes.get().of(output);
    try {
      return OutputHashes.require(path).of(output);
    } catch (IOException e) {
      throw DiskFault.unreadable(path, e);
    }
  }

  /// Says how much the stage has worked on **in all**, what earlier sessions did included, so that
  /// an interrupted run counts like any other. Take the numbers from the journal, not from the work
  /// of this session.
  public void counted(long items, long tokens) {
    if (items < 0 || tokens < 0)
      throw new IllegalArgumentException("items=" + items + ", tokens=" + tokens);
    this.items = items;
    this.tokens = tokens;
  }

  /// What `stage.json` says.
  public StageRecord record() {
    return record;
  }

  long items() {
    return items;
  }

  long tokens() {
    return tokens;
  }

  void record(StageRecord newer) {
    newer.write(path);
    record = newer;
  }
}

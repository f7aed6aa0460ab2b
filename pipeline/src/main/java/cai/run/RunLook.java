package cai.run;

import cai.storage.DiskFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A run's folder looked at without changing anything: what of a stage is there under given
/// settings.
public final class RunLook {
  private final Path folder;
  private final Run.Identity identity;
  private final CodeVersion code;

  /// @param folder of a run, which need not exist
  public RunLook(Path folder, Run.Identity identity) {
    this(folder, identity, CodeVersion.current());
  }

  RunLook(Path folder, Run.Identity identity, CodeVersion code) {
    this.folder = folder;
    this.identity = identity;
    this.code = code;
  }

  /// What is there of a stage.
  public sealed interface Found {
    /// It is finished, here or put aside.
    record Finished(StageFolder outputs) implements Found {}

    /// It was begun and goes on.
    record Begun(Path folder) implements Found {}

    /// Nothing that it could go on with.
    record Nothing() implements Found {}
  }

  /// Looks for a stage.
  ///
  /// @param settings see [Run#perform]
  /// @param inputs see [Run#perform]
  public Found find(StageWord stage, Object settings, Map<String, String> inputs) {
    StageKey key = StageKey.of(stage, settings, List.of(), inputs, Run.common(identity, code));
    Path path = StageRecord.folder(folder, stage);
    try {
      Optional<Path> own = of(key, path);
      if (own.isEmpty())
        for (Path aside : Superseded.of(path)) if (own.isEmpty()) own = of(key, aside);
      if (own.isEmpty()) return new Found.Nothing();
      StageRecord record = StageRecord.read(own.get()).orElseThrow();
      return record.isFinished()
          ? new Found.Finished(new StageFolder(own.get(), stage, record))
          : new Found.Begun(own.get());
    } catch (IOException e) {
      throw DiskFault.unreadable(path, e);
    }
  }

  private static Optional<Path> of(StageKey key, Path path) throws IOException {
    if (!Files.isDirectory(path)) return Optional.empty();
    Optional<StageRecord> record = StageRecord.read(path).filter(one -> one.isOf(key));
    boolean sound = record.isPresent() && StageOutputs.damage(path, record.get().files()).isEmpty();
    return sound ? Optional.of(path) : Optional.empty();
  }
}

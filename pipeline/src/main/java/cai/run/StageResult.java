package cai.run;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/// The outputs of a stage, finished or not. The stage builds its artifacts from it.
///
/// @param finished the folder; empty where the stage is not finished
public record StageResult(StageName name, Optional<StageFolder> finished) {
  /// One output.
  ///
  /// @param output name of a file or folder in the stage's folder
  public <T> Artifact<T> artifact(String output, Function<Path, T> reader) {
    return new Artifact<>(
        name + "/" + output,
        finished.map(folder -> new Artifact.Content(folder.file(output), folder.hash(output))),
        reader);
  }

  /// A folder in the stage's folder.
  public Artifact<Path> folder(String output) {
    return artifact(output, path -> path);
  }

  /// All outputs together.
  public Artifact<Path> whole() {
    return new Artifact<>(
        "output of " + name,
        finished.map(folder -> new Artifact.Content(folder.path(), folder.hash())),
        path -> path);
  }
}

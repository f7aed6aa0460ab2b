package cai.run;

import java.nio.file.Path;
import java.util.Optional;

/// Where a stage does its work, and what it may use besides its components. All of it is the same
/// for every stage, and the run's seed is a part of every key.
///
/// @param folder for the outputs
/// @param runFolder the folder that holds the folders of all stages; the report reads it whole
/// @param seeds the run's random numbers
/// @param progress what tells the user how far it is
public record Workplace(StageFolder folder, Path runFolder, Seeds seeds, Progress progress) {
  /// Where outputs are written.
  public Path path() {
    return folder.path();
  }

  /// Says how much the stage has worked on; see [StageFolder#counted].
  public void counted(long items, long tokens) {
    folder.counted(items, tokens);
  }

  /// Tells the user something, after the stage's name.
  public void note(String sentence) {
    progress.note(folder.name() + ": " + sentence);
  }

  /// What this stage had made under other settings before, where it is kept.
  public Optional<Path> putAside() {
    return Superseded.latest(path());
  }
}

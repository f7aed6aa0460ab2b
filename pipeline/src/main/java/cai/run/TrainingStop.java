package cai.run;

import cai.errors.UserError;
import cai.json.Json;
import cai.storage.AtomicFiles;
import cai.storage.DiskFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Ends a training whose numbers are not numbers any more, and lets the next start tell of it: what
/// was found lies beside the checkpoint until training has gone past it.
///
/// @param folder of the stage
/// @param stage its word
public record TrainingStop(Path folder, String stage, Progress progress) {
  /// Begins like a checkpoint, so it is no output of the stage and goes with the checkpoints.
  private static final String FILE = "checkpoint-stopped.json";

  private record Found(String format, int step, String what) {
    private static final String FORMAT = "training-stop/1";
  }

  /// Tells of what an earlier start has found, where training goes on before that.
  ///
  /// @param done steps that are made
  public void tell(int done) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) return;
    Found found = Json.read(file, Found.class);
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw DiskFault.unwritable(file, e);
    }
    progress.note(
        "%s: the last start stopped at step %d, because %s; this one goes on behind step %d and will stop there again where nothing else has changed"
            .formatted(stage, found.step(), found.what(), done));
  }

  /// The end of a start.
  ///
  /// @param step from 1
  /// @param what was found, a clause
  /// @param remedy what the user can do
  public UserError at(int step, String what, String remedy) {
    AtomicFiles.write(folder.resolve(FILE), Json.pretty(new Found(Found.FORMAT, step, what)));
    return new UserError(
        "%s: step %d: %s; nothing of this step is kept, what was saved before it is; %s"
            .formatted(stage, step, what, remedy));
  }
}

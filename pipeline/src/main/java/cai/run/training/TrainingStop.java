package cai.run.training;

import cai.errors.UserError;
import cai.json.Json;
import cai.run.Progress;
import cai.storage.AtomicFiles;
import cai.storage.DiskFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Ends a training whose numbers are not finite any more. The reason is written beside the
/// checkpoint, so that the next start can say why the last one stopped.
///
/// @param folder of the stage
/// @param stage the stage's word
public record TrainingStop(Path folder, String stage, Progress progress) {
  /// The name begins like a checkpoint's, so that the file is no output of the stage and is deleted
  /// with the checkpoints.
  private static final String FILE = "checkpoint-stopped.json";

  private record StopReason(String format, int step, String what) {
    private static final String FORMAT = "training-stop/1";
  }

  /// Says why an earlier start stopped, if one did, and forgets the reason.
  ///
  /// @param done number of steps that the checkpoint holds
  public void tell(int done) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) return;
    StopReason found = Json.read(file, StopReason.class);
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw DiskFault.unwritable(file, e);
    }
    progress.note(
        "%s: the last start stopped at step %d, because %s; this one goes on behind step %d and will stop there again where nothing else has changed"
            .formatted(stage, found.step(), found.what(), done));
  }

  /// Writes the reason down and gives the error that ends the program.
  ///
  /// @param step the failed step, counted from 1
  /// @param what the reason, as a clause of a sentence
  /// @param remedy what the user can do, as a clause of a sentence
  public UserError at(int step, String what, String remedy) {
    AtomicFiles.write(
        folder.resolve(FILE), Json.pretty(new StopReason(StopReason.FORMAT, step, what)));
    return new UserError(
        "%s: step %d: %s; nothing of this step is kept, what was saved before it is; %s"
            .formatted(stage, step, what, remedy));
  }
}

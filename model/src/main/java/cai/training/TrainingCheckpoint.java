package cai.training;

import cai.errors.UserError;
import cai.files.FileFault;
import cai.tensor.Tensor;
import cai.training.CheckpointFile.Damaged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Everything a training loop needs to go on after a step: the number of the step and the bytes of
/// its tensors (weights, optimiser state, heads), in a fixed order.
///
/// The last two checkpoints are kept. A new one is written to a third file; then the newest is
/// renamed to the older one, and the new one to the newest. So a kill at any moment leaves a whole
/// checkpoint, and where the newest is damaged, training continues from the older one and makes the
/// same steps again.
public final class TrainingCheckpoint {
  private static final long SHARE = 10;

  private final Path file;
  private final Path previous;
  private final Consumer<String> note;
  private long savedAt = System.nanoTime();
  private long lastSaveNanos;

  /// @param file of the newest checkpoint; the older one lies beside it
  /// @param note is told where the newest checkpoint cannot be used
  public TrainingCheckpoint(Path file, Consumer<String> note) {
    this.file = file;
    this.note = note;
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String stem = dot < 0 ? name : name.substring(0, dot);
    this.previous = file.resolveSibling(stem + "-previous" + name.substring(stem.length()));
  }

  /// Saves, unless the last save took more than a tenth of the time since: saving costs a tenth of
  /// the time at most, and a kill costs little more than the last step.
  ///
  /// @param last whether this is the last step, which is always saved
  public void offer(long step, List<Tensor> tensors, boolean last) {
    long now = System.nanoTime();
    boolean cheap = now - savedAt >= SHARE * lastSaveNanos;
    if (!cheap && !last) return;
    save(step, tensors);
    savedAt = System.nanoTime();
    lastSaveNanos = savedAt - now;
  }

  /// Saves; the newest checkpoint so far becomes the older one.
  public void save(long step, List<Tensor> tensors) {
    Path writing = file.resolveSibling("." + file.getFileName() + ".writing");
    try {
      new CheckpointFile(writing).write(step, tensors);
      if (Files.exists(file)) move(file, previous);
      move(writing, file);
    } catch (IOException e) {
      throw new UserError(
          file
              + ": the checkpoint cannot be written ("
              + e.getMessage()
              + "); free some space and run the same command again, it continues where it stopped",
          e);
    }
  }

  /// Fills the tensors from the newest checkpoint, or from the older one where the newest is
  /// damaged or missing.
  ///
  /// @return the step it was saved after; empty where there is no checkpoint
  public OptionalLong load(List<Tensor> tensors) {
    boolean newest = Files.exists(file);
    boolean older = Files.exists(previous);
    if (!newest && !older) return OptionalLong.empty();
    try {
      if (newest) return OptionalLong.of(new CheckpointFile(file).read(tensors));
    } catch (Damaged e) {
      if (!older) throw damaged(file, e);
      note.accept(file + ": is damaged; " + previous.getFileName() + " is taken in its place");
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    return OptionalLong.of(before(tensors));
  }

  /// Fills the tensors from the older checkpoint and makes it the newest; the next save would
  /// otherwise replace it by the damaged one.
  private long before(List<Tensor> tensors) {
    try {
      long step = new CheckpointFile(previous).read(tensors);
      move(previous, file);
      return step;
    } catch (Damaged e) {
      throw damaged(file, e);
    } catch (IOException e) {
      throw unreadable(previous, e);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static UserError unreadable(Path file, IOException e) {
    return FileFault.unreadable(file, e);
  }

  private static UserError damaged(Path file, Damaged e) {
    return new UserError(
        file
            + ": is not a checkpoint of this training, and there is no other to go on from; remove"
            + " the files checkpoint* beside it to begin the stage again",
        e);
  }
}

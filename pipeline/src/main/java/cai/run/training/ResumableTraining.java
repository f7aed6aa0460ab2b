package cai.run.training;

import cai.run.Progress;
import cai.tensor.NotFinite;
import cai.tensor.Tensor;
import cai.training.TrainingCheckpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;

/// The frame of a training loop. Training resumes after the step of the newest checkpoint; each
/// step's record is on the disk before the next step begins; a checkpoint is saved whenever saving
/// costs little beside the steps since the last one; a step with a number that is not finite ends
/// the program with one sentence.
///
/// @param <S> the record of a step
/// @param folder of the stage: its metrics and its checkpoints
/// @param work the training in words and numbers
public record ResumableTraining<S>(Path folder, TrainingTask<S> work, Progress progress) {
  private static final String CHECKPOINT = "checkpoint.bin"; // the newest

  /// What one training is called and how long it is, for progress and files.
  ///
  /// @param stage the stage's word
  /// @param steps what progress calls the steps
  /// @param total number of steps
  /// @param type of a step's record
  /// @param number reads from a record the number of its step, counted from 1
  public record TrainingTask<S>(
      String stage, String steps, int total, Class<S> type, ToLongFunction<S> number) {}

  /// The steps of a loop.
  public interface Steps<S> {
    /// What a checkpoint holds, always in the same order.
    List<Tensor> state();

    /// Prepares step `done`, counted from 0, where a checkpoint holds that many steps. The tensors
    /// of [#state] have the checkpoint's values.
    void resumeAfter(int done);

    /// Makes a step, counted from 0.
    ///
    /// @throws NotFinite where a number of the step is not finite; nothing of the step is kept
    S step(int step);

    /// What the user can do where a number is not finite, as a clause of a sentence.
    String remedy();
  }

  /// Makes all steps that no earlier start has made.
  ///
  /// @return the records of all steps, of this start and of earlier ones
  /// @throws cai.errors.UserError where a step's numbers are not finite
  public List<S> run(Steps<S> steps) {
    var stop = new TrainingStop(folder, work.stage, progress);
    return run(
        steps,
        (step, found) -> {
          throw stop.at(step + 1, found.getMessage(), steps.remedy());
        });
  }

  /// Saves the state of an earlier step, with which the next run of the steps goes on.
  ///
  /// @param done number of steps behind that state
  public void goBack(int done, List<Tensor> state) {
    new TrainingCheckpoint(folder.resolve(CHECKPOINT), progress::note).save(done, state);
  }

  /// What to do where a step's numbers are not finite or where training has diverged.
  @FunctionalInterface
  public interface StopHandler {
    /// @param step counted from 0
    /// @param found [NotFinite] or [Diverged]
    void at(int step, RuntimeException found);
  }

  /// Makes all steps that no earlier start has made, and calls `ending` in place of failing where a
  /// step's numbers are not finite or training has diverged; no further step is made then.
  public List<S> run(Steps<S> steps, StopHandler ending) {
    var checkpoint = new TrainingCheckpoint(folder.resolve(CHECKPOINT), progress::note);
    try (var metrics = Metrics.open(folder.resolve("metrics.jsonl"), work.type, work.number)) {
      int done = Math.toIntExact(checkpoint.load(steps.state()).orElse(0));
      steps.resumeAfter(done);
      metrics.truncateAfter(done);
      new TrainingStop(folder, work.stage, progress).tell(done);
      progress.begin(work.stage, work.steps, work.total, "steps");
      progress.advance(done);
      for (int step = done; step < work.total; step++) {
        try {
          metrics.append(steps.step(step));
        } catch (NotFinite | Diverged found) {
          ending.at(step, found);
          break;
        }
        checkpoint.offer(step + 1, steps.state(), step + 1 == work.total);
        progress.advance(step + 1);
      }
      progress.end();
      return metrics.entries();
    }
  }
}

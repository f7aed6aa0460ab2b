package cai.run;

import cai.tensor.NotFinite;
import cai.tensor.Tensor;
import cai.training.TrainingCheckpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;

/// The frame of a training loop. Training goes on behind the step that was saved last; each step's
/// record is on the disk before the next step begins; checkpoints are saved as often as they cost
/// little; a step whose numbers are not finite ends the start with one sentence.
///
/// @param <S> the record of a step
/// @param folder of the stage: its metrics and its checkpoints
/// @param work what is done
public record ResumableTraining<S>(Path folder, Work<S> work, Progress progress) {
  private static final String CHECKPOINT = "checkpoint.bin"; // the newest

  /// What is done, in words for progress and files.
  ///
  /// @param stage its word
  /// @param steps what progress calls the steps
  /// @param total how many there are
  /// @param type of a step's record
  /// @param number of a step in its record, from 1
  public record Work<S>(
      String stage, String steps, int total, Class<S> type, ToLongFunction<S> number) {}

  /// The steps of a loop.
  public interface Steps<S> {
    /// What a checkpoint holds, always in the same order.
    List<Tensor> state();

    /// Goes on after so many steps. The tensors of [#state] are filled as they were then.
    void resumeAfter(int done);

    /// Makes a step, counted from 0.
    ///
    /// @throws NotFinite where a number of it is not, with nothing of the step kept
    S step(int step);

    /// What the user can do where a number is not finite, a clause.
    String remedy();
  }

  /// Makes all steps that are left.
  ///
  /// @return the records of all steps, those of earlier starts too
  /// @throws cai.errors.UserError where a step's numbers are not finite
  public List<S> run(Steps<S> steps) {
    var stop = new TrainingStop(folder, work.stage, progress);
    return run(
        steps,
        (step, found) -> {
          throw stop.at(step + 1, found.getMessage(), steps.remedy());
        });
  }

  /// What follows where a step's numbers are not finite, or where training has diverged.
  @FunctionalInterface
  public interface Ending {
    /// @param step counted from 0
    /// @param found [NotFinite] or [Diverged]
    void at(int step, RuntimeException found);
  }

  /// The same with another ending, after which no step is made.
  public List<S> run(Steps<S> steps, Ending ending) {
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

package cai.run.training;

import cai.storage.Journal;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/// One record per optimiser step, as JSON lines, each on the disk before the next step begins.
/// Times in them belong in fields named `seconds` or ending in `Seconds`.
///
/// A checkpoint is often older than the last line: training that resumes from the checkpoint of
/// step n first calls `truncateAfter(n)`.
public final class Metrics<T> implements AutoCloseable {
  private final Path file;
  private final Journal<T> journal;
  private final ToLongFunction<T> step;

  private Metrics(Path file, Journal<T> journal, ToLongFunction<T> step) {
    this.file = file;
    this.journal = journal;
    this.step = step;
  }

  /// Opens the metrics of a training or begins them.
  ///
  /// @param step of a record; grows from line to line
  public static <T> Metrics<T> open(Path file, Class<T> type, ToLongFunction<T> step) {
    return new Metrics<>(file, Journal.open(file, type, 1), step);
  }

  /// All records in order.
  public List<T> entries() {
    return journal.entries();
  }

  /// The step of the last record; empty where there is none.
  public OptionalLong lastStep() {
    return entries().isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(step.applyAsLong(entries().getLast()));
  }

  /// Adds the record of the next step.
  public void append(T entry) {
    long next = step.applyAsLong(entry);
    if (lastStep().isPresent() && next <= lastStep().getAsLong())
      throw new IllegalArgumentException(
          file + ": step " + next + " follows step " + lastStep().getAsLong());
    journal.append(List.of(entry));
  }

  /// Drops the records of all steps after the given one.
  public void truncateAfter(long last) {
    int keep = entries().size();
    while (keep > 0 && step.applyAsLong(entries().get(keep - 1)) > last) keep--;
    journal.truncate(keep);
  }

  @Override
  public void close() {
    journal.close();
  }
}

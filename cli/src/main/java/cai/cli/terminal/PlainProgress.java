package cai.cli.terminal;

import cai.run.Progress;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Progress as plain lines, for files and pipes: a line at the beginning and at the end of a piece
/// of work, and at most one every 10 seconds between them.
///
/// **Thread-safety**: any thread; a lock keeps lines whole.
final class PlainProgress implements Progress {
  private static final long BETWEEN_LINES = 10_000_000_000L;

  private final PrintStream out;
  private final LongSupplier clock;
  private Optional<ProgressRate> current = Optional.empty();
  private long lastLine;

  /// @param clock nanoseconds
  PlainProgress(PrintStream out, LongSupplier clock) {
    this.out = out;
    this.clock = clock;
  }

  @Override
  public synchronized void begin(String stage, String what, long total, String unit) {
    long now = clock.getAsLong();
    current = Optional.of(new ProgressRate(stage, what, total, unit, now));
    lastLine = now;
  }

  @Override
  public synchronized void advance(long done) {
    long now = clock.getAsLong();
    current.ifPresent(stretch -> stretch.advance(done, now));
    if (now - lastLine < BETWEEN_LINES) return;
    lastLine = now;
    current.ifPresent(stretch -> out.println(stretch.line(now)));
  }

  @Override
  public synchronized void note(String sentence) {
    out.println(sentence);
  }

  @Override
  public synchronized void end() {
    current.ifPresent(stretch -> out.println(stretch.summary(clock.getAsLong())));
    current = Optional.empty();
  }
}

package cai.cli.terminal;

import cai.run.Progress;
import java.io.PrintStream;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/// Progress as a bar that is redrawn in place: what is done, how fast, and the time that is left.
/// Finished work leaves one line.
///
/// **Thread-safety**: any thread; a lock keeps the bar and the lines above it apart.
final class TerminalProgress implements Progress {
  private static final String ERASE_LINE = "\r\033[K";
  private static final int EVERY_MILLIS = 500;
  private static final int WIDEST_BAR = 24;
  private static final int NARROWEST_BAR = 4;

  private record ShownBar(ProgressRate stretch, ProgressBar bar) {}

  private final PrintStream out;
  private final int columns;
  private Optional<ShownBar> current = Optional.empty();

  TerminalProgress(PrintStream out, int columns) {
    this.out = out;
    this.columns = columns;
  }

  @Override
  public synchronized void begin(String stage, String what, long total, String unit) {
    end();
    var stretch = new ProgressRate(stage, what, total, unit, System.nanoTime());
    ProgressBar bar =
        new ProgressBarBuilder()
            .setInitialMax(total)
            .setUpdateIntervalMillis(EVERY_MILLIS)
            .continuousUpdate()
            .clearDisplayOnFinish()
            .setRenderer((_, width) -> drawn(stretch, Math.min(width, columns - 1)))
            .setConsumer(new ConsoleProgressBarConsumer(out, columns - 1))
            .build();
    current = Optional.of(new ShownBar(stretch, bar));
  }

  @Override
  public synchronized void advance(long done) {
    current.ifPresent(shown -> {
      shown.stretch().advance(done, System.nanoTime());
      shown.bar().stepTo(done);
    });
  }

  @Override
  public synchronized void note(String sentence) {
    out.println(ERASE_LINE + sentence);
    current.ifPresent(shown -> shown.bar().refresh());
  }

  @Override
  public synchronized void end() {
    current.ifPresent(shown -> {
      shown.bar().close();
      out.println(ERASE_LINE + shown.stretch().summary(System.nanoTime()));
    });
    current = Optional.empty();
  }

  /// The line of the bar, shortened to the width of the terminal.
  static String drawn(ProgressRate stretch, int width) {
    String line = stretch.line(System.nanoTime());
    int room = Math.min(WIDEST_BAR, width - line.length() - 3);
    if (room < NARROWEST_BAR) return line.substring(0, Math.min(width, line.length()));
    int full = (int) Math.round(stretch.share() * room);
    return line + " [" + "=".repeat(full) + " ".repeat(room - full) + "]";
  }
}

package cai.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the person who waits is told.
final class ProgressTest {
  private static final long SECOND = 1_000_000_000L;
  private final AtomicLong now = new AtomicLong();
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8);

  @Test
  void plainLinesComeEveryTenSecondsAtMost() {
    var progress = new PlainProgress(out, now::get);
    progress.begin("critique", "revisions", 100, "chains");
    for (int second = 1; second <= 35; second++) {
      now.set(second * SECOND);
      progress.advance(second * 2L);
    }
    progress.note("a note");
    progress.end();
    assertThat(text.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "critique      revisions: 20 of 100 chains, 2.0 chains/s, 40 s left",
            "critique      revisions: 40 of 100 chains, 2.0 chains/s, 30 s left",
            "critique      revisions: 60 of 100 chains, 2.0 chains/s, 20 s left",
            "a note",
            "critique      revisions: 70 chains in 35 s");
  }

  @Test
  void whatEarlierSessionsDidDoesNotCountForTheRate() {
    var stretch = new ProgressRate("critique", "revisions", 100, "chains", 0);
    stretch.advance(80, SECOND / 10);
    stretch.advance(90, SECOND / 10 + 20 * SECOND);
    assertThat(stretch.line(SECOND / 10 + 20 * SECOND))
        .isEqualTo("critique      revisions: 90 of 100 chains, 0.5 chains/s, 20 s left");
  }

  @Test
  void slowWorkIsCountedByTheMinute() {
    var stretch = new ProgressRate("critique", "revisions", 3, "chains", 0);
    stretch.advance(1, 120 * SECOND);
    assertThat(stretch.line(120 * SECOND))
        .endsWith("1 of 3 chains, 0.5 chains/min, 4 min 00 s left");
  }

  @Test
  void aBarIsAsWideAsTheTerminalAllows() {
    var stretch = new ProgressRate("models", "fetching m", 10, "MB", System.nanoTime());
    stretch.advance(5, System.nanoTime());
    assertThat(TerminalProgress.drawn(stretch, 99))
        .startsWith("models        fetching m: 5 of 10 MB")
        .endsWith(" [" + "=".repeat(12) + " ".repeat(12) + "]");
    assertThat(TerminalProgress.drawn(stretch, 30)).hasSize(30);
  }

  @Test
  void aTerminalKeepsOneLineForEachStretchAndEachNote() {
    var progress = new TerminalProgress(out, 80);
    progress.begin("finetuning", "steps", 2, "steps");
    progress.advance(1);
    progress.note("half");
    progress.advance(2);
    progress.end();
    assertThat(text.toString(StandardCharsets.UTF_8))
        .contains("\r\033[Khalf\n")
        .endsWith("\r\033[Kfinetuning    steps: 2 steps in 0 s\n");
  }

  @ParameterizedTest
  @CsvSource({
    "0.4,0 s",
    "59.4,59 s",
    "60,1 min 00 s",
    "3599,59 min 59 s",
    "3600,1 h 00 min",
    "90061,1 days 1 h",
    "Infinity,centuries",
    "NaN,centuries"
  })
  void durationsAreForPeople(double seconds, String text) {
    assertThat(Durations.text(seconds)).isEqualTo(text);
  }
}

package cai.provenance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// How long an interrupted session worked: from its start to the last thing it wrote. A killed
/// process cannot say it itself, and what it did after its last write is done again anyway.
public final class StageClock {
  private StageClock() {}

  public static double secondsOf(Path folder, StageRecord interrupted) throws IOException {
    if (interrupted.sessionStartedAt().isEmpty()) return 0;
    Instant start = interrupted.sessionStartedAt().get();
    Optional<Instant> last;
    try (Stream<Path> files = Files.walk(folder)) {
      last =
          files
              .filter(file -> Files.isRegularFile(file) && !isRecord(file))
              .map(StageClock::written)
              .max(Instant::compareTo);
    }
    return last.map(end -> Math.max(0, Duration.between(start, end).toMillis() / 1000.0))
        .orElse(0.0);
  }

  private static boolean isRecord(Path file) {
    return file.getFileName().toString().equals(StageRecord.FILE);
  }

  private static Instant written(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": has no time", e);
    }
  }
}

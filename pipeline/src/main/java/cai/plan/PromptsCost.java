package cai.plan;

import cai.prompts.PromptsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Stream;

/// What reading files of prompts takes, whose every row is read however few are wanted.
///
/// @param bytes of all files together, uncompressed
record PromptsCost(long bytes) {
  // Measured with 900,000 rows of 360 bytes: texts, ids and what is known of each row.
  private static final double MEMORY_PER_BYTE = 4;
  private static final double BYTES_PER_SECOND = 6e6;
  // What gzip usually makes of texts.
  private static final long COMPRESSION = 3;

  static PromptsCost of(PromptsSettings settings) {
    return new PromptsCost(
        Stream.of(settings.redTeam(), settings.helpful())
            .flatMap(Collection::stream)
            .mapToLong(PromptsCost::size)
            .sum());
  }

  private static long size(Path file) {
    try {
      long size = Files.isRegularFile(file) ? Files.size(file) : 0;
      return file.toString().endsWith(".gz") ? COMPRESSION * size : size;
    } catch (IOException e) {
      return 0;
    }
  }

  long memoryBytes() {
    return Math.round(MEMORY_PER_BYTE * bytes);
  }

  double seconds() {
    return bytes / BYTES_PER_SECOND;
  }
}

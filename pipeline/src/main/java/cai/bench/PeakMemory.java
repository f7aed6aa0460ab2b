package cai.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// The most memory that this process had resident, native and Java, since [#reset].
final class PeakMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path RESET = Path.of("/proc/self/clear_refs");
  private static final String MARK = "VmHWM:";

  private PeakMemory() {}

  /// Sets the peak back to the memory that is resident now.
  ///
  /// @return whether the system can do that
  static boolean reset() {
    System.gc();
    try {
      // 5 sets the high-water mark to what is resident now (proc_pid_clear_refs(5)).
      Files.writeString(RESET, "5");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// Bytes; empty where the system does not tell.
  static Optional<Long> bytes() {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(MARK))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}

package cai.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;

/// The hardware threads and cores that the process may compute on.
///
/// Where a core runs two hardware threads, the second one makes matrix products a little faster or
/// slower, depending on the processor; there the speed is measured. Elsewhere there is no choice.
///
/// @param threads that the system gives the process
/// @param cores that they run on
record HardwareThreads(int threads, int cores) {
  private static final Path TOPOLOGY = Path.of("/sys/devices/system/cpu");
  private static final double WORTHWHILE = 1.05;
  private static final int ROUNDS = 3;

  static HardwareThreads current() {
    return of(Runtime.getRuntime().availableProcessors(), TOPOLOGY);
  }

  /// @param topology folder in which the system describes its processors; where it does not, every
  ///   thread counts as a core
  static HardwareThreads of(int threads, Path topology) {
    if (!Files.isDirectory(topology)) return new HardwareThreads(threads, threads);
    Set<String> cores = new HashSet<>();
    int described = 0;
    try (Stream<Path> processors = Files.list(topology)) {
      for (Path processor : (Iterable<Path>) processors::iterator) {
        Path siblings = processor.resolve("topology/thread_siblings_list");
        if (!Files.exists(siblings)) continue;
        cores.add(Files.readString(siblings).strip());
        described++;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (described == 0) return new HardwareThreads(threads, threads);
    return new HardwareThreads(threads, Math.max(1, threads * cores.size() / described));
  }

  /// The number to use: all threads where they are clearly faster than one thread for each core.
  ///
  /// @param speed of a number of threads, measured when asked
  int best(IntToDoubleFunction speed) {
    if (cores == threads) return threads;
    double few = 0;
    double all = 0;
    // In turn, and the best of each, because other work only ever makes them slower.
    for (int round = 0; round < ROUNDS; round++) {
      few = Math.max(few, speed.applyAsDouble(cores));
      all = Math.max(all, speed.applyAsDouble(threads));
    }
    return all > WORTHWHILE * few ? threads : cores;
  }
}

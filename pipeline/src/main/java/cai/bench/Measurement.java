package cai.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Times the passes of a benchmark. A first pass that takes long counts by itself. Otherwise it
/// only warms up: passes are repeated for some seconds, and the median counts.
public record Measurement(Subject subject, MachinePeak peak) {
  private static final double LONG = 15; // seconds
  private static final double REPEATED = 12; // seconds

  public Measured of(Benchmark benchmark) {
    boolean fresh = PeakMemory.reset();
    TimedPass pass;
    try (OpenBenchmark work = benchmark.open(subject)) {
      pass = pass(work);
    }
    return Measured.of(benchmark.word(), pass, peak, fresh ? PeakMemory.bytes() : Optional.empty());
  }

  private static TimedPass pass(OpenBenchmark work) {
    long started = System.nanoTime();
    TimedPass only = work.pass();
    return since(started) > LONG ? only : median(repeated(work));
  }

  private static List<TimedPass> repeated(OpenBenchmark work) {
    var passes = new ArrayList<TimedPass>();
    long started = System.nanoTime();
    do {
      passes.add(work.pass());
    } while (since(started) < REPEATED);
    return passes;
  }

  /// Seconds since a time of the system's clock.
  private static double since(long started) {
    return (System.nanoTime() - started) / 1e9;
  }

  static TimedPass median(List<TimedPass> passes) {
    List<TimedPass> slowestLast =
        passes.stream()
            .sorted(Comparator.comparing(TimedPass::tokensPerSecond).reversed())
            .toList();
    return slowestLast.get(passes.size() / 2);
  }
}

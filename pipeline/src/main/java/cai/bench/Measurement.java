package cai.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Times the passes of a benchmark. The first only warms up, unless it took long; then passes are
/// repeated for some seconds and the median counts.
public record Measurement(Subject subject, MachinePeak peak) {
  private static final double LONG = 15; // seconds
  private static final double REPEATED = 12; // seconds

  public Measured of(Benchmark benchmark) {
    boolean fresh = PeakMemory.reset();
    Pass pass;
    try (Work work = benchmark.open(subject)) {
      pass = pass(work);
    }
    return Measured.of(benchmark.word(), pass, peak, fresh ? PeakMemory.bytes() : Optional.empty());
  }

  private static Pass pass(Work work) {
    Clock first = Clock.start();
    Pass only = work.pass();
    return first.seconds() > LONG ? only : median(repeated(work));
  }

  private static List<Pass> repeated(Work work) {
    var passes = new ArrayList<Pass>();
    Clock clock = Clock.start();
    do {
      passes.add(work.pass());
    } while (clock.seconds() < REPEATED);
    return passes;
  }

  static Pass median(List<Pass> passes) {
    List<Pass> slowestLast =
        passes.stream().sorted(Comparator.comparing(Pass::tokensPerSecond).reversed()).toList();
    return slowestLast.get(passes.size() / 2);
  }
}

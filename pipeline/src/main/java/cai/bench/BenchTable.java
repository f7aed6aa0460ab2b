package cai.bench;

import java.util.List;
import java.util.Locale;

/// Measurements as lines of text.
public final class BenchTable {
  private static final String LINE = "%-22s  %9s  %8s  %6s  %9s  %9s";

  private BenchTable() {}

  /// The lines above the measurements.
  ///
  /// @param cpu name of the processor
  /// @param model name of the model, how its weights are stored, the arithmetic
  public static String head(String cpu, MachinePeak peak, String model) {
    return String.format(
            Locale.ROOT,
            "%s, %d threads: %,.0f GFLOP/s in large fp32 products, %.1f GB/s of memory%n%s%n%n",
            cpu,
            peak.threads(),
            peak.flops() / 1e9,
            peak.bytes() / 1e9,
            model)
        + line("name", "tokens/s", "seconds", "GEMM", "bandwidth", "memory");
  }

  /// The line of one measurement.
  public static String row(Measured one) {
    return line(
        one.name(),
        number(one.tokensPerSecond()),
        String.format(Locale.ROOT, "%,.2f", one.seconds()),
        percent(one.gemmShare()),
        percent(one.bandwidthShare()),
        one.peakMemoryBytes()
            .map(bytes -> String.format(Locale.ROOT, "%,.2f GB", bytes / 1e9))
            .orElse("unknown"));
  }

  /// The text below the measurements.
  public static String foot(List<Measured> all) {
    return all.stream().anyMatch(one -> one.peakMemoryBytes().isEmpty())
        ? "The peak of memory is unknown: this system does not tell it in /proc/self.\n"
        : "";
  }

  private static String number(double perSecond) {
    return String.format(Locale.ROOT, perSecond < 100 ? "%.1f" : "%,.0f", perSecond);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, share < 0.1 ? "%.1f %%" : "%.0f %%", 100 * share);
  }

  private static String line(Object... cells) {
    return String.format(Locale.ROOT, LINE, cells) + "\n";
  }
}

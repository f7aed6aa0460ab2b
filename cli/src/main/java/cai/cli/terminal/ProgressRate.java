package cai.cli.terminal;

import java.util.Locale;

/// The state of a piece of work, with its rate and the time that is left.
///
/// The first report includes the work of earlier sessions, so the rate is computed from the second
/// report on.
final class ProgressRate {
  private static final double FIRST_REPORT_SECONDS = 1;

  private final String stage;
  private final String what;
  private final long total;
  private final String unit;
  private final long begun;
  private long counted;
  private long countedFrom;
  private long done;
  private boolean reported;

  ProgressRate(String stage, String what, long total, String unit, long now) {
    this.stage = stage;
    this.what = what;
    this.total = total;
    this.unit = unit;
    this.begun = now;
    this.counted = now;
  }

  /// @param now nanoseconds
  synchronized void advance(long done, long now) {
    if (!reported && seconds(begun, now) < FIRST_REPORT_SECONDS) {
      countedFrom = done;
      counted = now;
    }
    reported = true;
    this.done = done;
  }

  synchronized long done() {
    return done;
  }

  /// One line: what is done, how much, how fast, and the time that is left.
  synchronized String line(long now) {
    var line = new StringBuilder("%-13s %s: %,d".formatted(stage, what, done));
    if (total > 0) line.append(" of %,d".formatted(total));
    line.append(' ').append(unit);
    double rate = rate(now);
    if (rate > 0) line.append(", ").append(rateText(rate, unit));
    if (rate > 0 && total > done)
      line.append(", ").append(Durations.text((total - done) / rate)).append(" left");
    return line.toString();
  }

  /// The share of the work that is done.
  synchronized double share() {
    return total <= 0 ? 0 : Math.clamp((double) done / total, 0, 1);
  }

  /// The line at the end of the work.
  synchronized String summary(long now) {
    return "%-13s %s: %,d %s in %s"
        .formatted(stage, what, done, unit, Durations.text(seconds(begun, now)));
  }

  private double rate(long now) {
    double elapsed = seconds(counted, now);
    return elapsed <= 0 ? 0 : (done - countedFrom) / elapsed;
  }

  private static String rateText(double rate, String unit) {
    if (rate >= 10) return String.format(Locale.ROOT, "%,.0f %s/s", rate, unit);
    if (rate >= 0.1) return String.format(Locale.ROOT, "%.1f %s/s", rate, unit);
    return String.format(Locale.ROOT, "%.1f %s/min", rate * 60, unit);
  }

  private static double seconds(long from, long to) {
    return (to - from) / 1e9;
  }
}

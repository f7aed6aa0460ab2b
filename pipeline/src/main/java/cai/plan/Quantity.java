package cai.plan;

import java.util.Locale;

/// Numbers as a person reads them.
final class Quantity {
  private static final double MINUTE = 60;
  private static final double HOUR = 60 * MINUTE;
  private static final double DAY = 24 * HOUR;
  private static final double YEAR = 365.25 * DAY;

  private Quantity() {}

  /// `812,345`, `12.3 M`, `4.56 bn`.
  static String count(long number) {
    if (number < 1_000_000) return String.format(Locale.ROOT, "%,d", number);
    if (number < 1_000_000_000) return String.format(Locale.ROOT, "%.1f M", number / 1e6);
    return String.format(Locale.ROOT, "%,.2f bn", number / 1e9);
  }

  /// `0.6 GB`.
  static String memory(long bytes) {
    return String.format(Locale.ROOT, "%,.1f GB", bytes / 1e9);
  }

  /// `< 1 s`, `45 s`, `12 min`, `2 h 05 min`, `3.4 days`, `about 4 years`.
  static String duration(double seconds) {
    if (seconds < 0.95) return "< 1 s";
    if (seconds < 99.5) return Math.round(seconds) + " s";
    long minutes = Math.round(seconds / MINUTE);
    if (minutes < 60) return minutes + " min";
    if (minutes < 48 * 60)
      return String.format(Locale.ROOT, "%d h %02d min", minutes / 60, minutes % 60);
    if (seconds < 60 * DAY) return String.format(Locale.ROOT, "%.1f days", seconds / DAY);
    if (seconds < YEAR) return Math.round(seconds / (YEAR / 12)) + " months";
    if (seconds < 1.5 * YEAR) return "about a year";
    return String.format(Locale.ROOT, "about %,d years", Math.round(seconds / YEAR));
  }
}

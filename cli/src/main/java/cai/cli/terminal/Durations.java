package cai.cli.terminal;

/// Lengths of time for people: `12 s`, `3 min 20 s`, `2 h 05 min`, `3 days 4 h`.
final class Durations {
  private Durations() {}

  static String text(double seconds) {
    if (!(seconds < 1e10)) return "centuries";
    long whole = Math.round(seconds);
    if (whole < 60) return whole + " s";
    if (whole < 3600) return "%d min %02d s".formatted(whole / 60, whole % 60);
    if (whole < 86_400) return "%d h %02d min".formatted(whole / 3600, whole % 3600 / 60);
    return "%,d days %d h".formatted(whole / 86_400, whole % 86_400 / 3600);
  }
}

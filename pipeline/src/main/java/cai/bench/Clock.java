package cai.bench;

/// Seconds since it was started.
record Clock(long started) {
  static Clock start() {
    return new Clock(System.nanoTime());
  }

  double seconds() {
    return (System.nanoTime() - started) / 1e9;
  }
}

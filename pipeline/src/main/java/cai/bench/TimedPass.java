package cai.bench;

/// A benchmark that was done once.
///
/// @param tokens that its speed counts
/// @param seconds it took
/// @param needed what the work cannot do without
record TimedPass(long tokens, double seconds, FlopsAndBytes needed) {
  double tokensPerSecond() {
    return tokens / seconds;
  }

  /// Seconds that some work takes.
  static double seconds(Runnable work) {
    long started = System.nanoTime();
    work.run();
    return (System.nanoTime() - started) / 1e9;
  }
}

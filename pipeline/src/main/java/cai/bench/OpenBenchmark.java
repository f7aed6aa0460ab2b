package cai.bench;

/// A benchmark whose models are loaded and that can be done again and again.
interface OpenBenchmark extends AutoCloseable {
  /// Does the work once.
  TimedPass pass();

  @Override
  void close();
}

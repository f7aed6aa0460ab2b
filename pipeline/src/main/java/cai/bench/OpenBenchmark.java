package cai.bench;

/// A benchmark whose models are loaded and that can be done again and again.
interface OpenBenchmark extends AutoCloseable {
  /// Does it once.
  TimedPass pass();

  @Override
  void close();
}

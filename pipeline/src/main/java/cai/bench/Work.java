package cai.bench;

/// A benchmark that is loaded and can be done again and again.
interface Work extends AutoCloseable {
  /// Does it once.
  Pass pass();

  @Override
  void close();
}

package cai.bench;

/// A piece of work that was done.
///
/// @param tokens that its speed counts
/// @param seconds it took
record Pass(long tokens, double seconds, Cost cost) {
  double tokensPerSecond() {
    return tokens / seconds;
  }
}

package cai.bench;

/// Tokens that are computed and what they attend to.
///
/// @param tokens computed
/// @param pairs of a token with itself and each token before it, summed over the tokens
record Reach(long tokens, long pairs) {
  /// Consecutive tokens behind others that are computed already.
  static Reach of(long tokens, long before) {
    return new Reach(tokens, tokens * before + tokens * (tokens + 1) / 2);
  }

  Reach plus(Reach other) {
    return new Reach(tokens + other.tokens, pairs + other.pairs);
  }

  Reach times(long count) {
    return new Reach(tokens * count, pairs * count);
  }
}

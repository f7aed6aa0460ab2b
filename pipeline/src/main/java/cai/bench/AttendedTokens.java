package cai.bench;

/// Tokens that a forward pass computes, and the pairs of tokens in its attention.
///
/// @param tokens computed
/// @param pairs of a token with itself and each token before it, summed over the tokens
record AttendedTokens(long tokens, long pairs) {
  /// Consecutive tokens after `before` tokens that the cache already holds.
  static AttendedTokens of(long tokens, long before) {
    return new AttendedTokens(tokens, tokens * before + tokens * (tokens + 1) / 2);
  }

  AttendedTokens plus(AttendedTokens other) {
    return new AttendedTokens(tokens + other.tokens, pairs + other.pairs);
  }

  AttendedTokens times(long count) {
    return new AttendedTokens(tokens * count, pairs * count);
  }
}

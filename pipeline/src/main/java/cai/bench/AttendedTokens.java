package cai.bench;

/// Tokens that are computed and what they attend to.
///
/// @param tokens computed
/// @param pairs of a token with itself and each token before it, summed over the tokens
record AttendedTokens(long tokens, long pairs) {
  /// Consecutive tokens behind others that are computed already.
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

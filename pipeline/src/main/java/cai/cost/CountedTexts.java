package cai.cost;

/// Texts that one stage will pass on to another, counted before they are written.
///
/// @param count of the texts
/// @param tokens of all of them together
public record CountedTexts(double count, double tokens) {
  /// Texts of equal length.
  public static CountedTexts of(double count, double tokensOfEach) {
    return new CountedTexts(count, count * tokensOfEach);
  }

  /// The texts of both counts together.
  public CountedTexts plus(CountedTexts other) {
    return new CountedTexts(count + other.count, tokens + other.tokens);
  }

  /// The first `wanted` texts, or all where there are fewer.
  public CountedTexts atMost(double wanted) {
    return wanted >= count ? this : of(wanted, tokens / count);
  }
}

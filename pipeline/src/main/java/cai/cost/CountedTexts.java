package cai.cost;

/// Texts that one stage passes on to another, counted before there are any.
///
/// @param count of the texts
/// @param tokens of all of them together
public record CountedTexts(double count, double tokens) {
  /// Texts of equal length.
  public static CountedTexts of(double count, double tokensOfEach) {
    return new CountedTexts(count, count * tokensOfEach);
  }

  /// These and others.
  public CountedTexts plus(CountedTexts other) {
    return new CountedTexts(count + other.count, tokens + other.tokens);
  }

  /// As many of them as are wanted.
  public CountedTexts atMost(double wanted) {
    return wanted >= count ? this : of(wanted, tokens / count);
  }
}

package cai.statistics;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;

/// The number of sampled texts that were cut off before their end.
///
/// @param cut texts that did not end
/// @param texts number of all texts
public record CutOff(long cut, long texts) {
  // Beyond this share the user is told what to do.
  private static final double MUCH = 0.25;

  /// Counts texts.
  ///
  /// @param ended whether a text came to its end
  public static <T> CutOff of(Collection<T> texts, Predicate<T> ended) {
    return new CutOff(texts.stream().filter(ended.negate()).count(), texts.size());
  }

  /// The share of cut texts; 0 if there are no texts.
  public double share() {
    return texts == 0 ? 0 : (double) cut / texts;
  }

  /// A sentence for the user where many texts were cut off.
  ///
  /// @param what the texts are, in the plural
  /// @param tokens the setting that limits their length
  public Optional<String> note(String what, String tokens) {
    return share() > MUCH
        ? Optional.of(words(what) + "; a larger " + tokens + " lets more of them end")
        : Optional.empty();
  }

  /// The numbers in words.
  public String words(String what) {
    return "%d of %d %s were cut off before their end".formatted(cut, texts, what);
  }
}

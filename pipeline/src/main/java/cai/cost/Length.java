package cai.cost;

import java.util.Optional;
import java.util.stream.Stream;

/// The length of a text.
///
/// @param tokens of the text
/// @param assumption why the length is assumed, one sentence; empty where it was measured
public record Length(double tokens, Optional<String> assumption) {
  /// A length that was measured.
  public static Length of(double tokens) {
    return new Length(tokens, Optional.empty());
  }

  /// The assumptions among some lengths.
  public static Stream<String> assumptions(Length... lengths) {
    return Stream.of(lengths).flatMap(length -> length.assumption().stream());
  }
}

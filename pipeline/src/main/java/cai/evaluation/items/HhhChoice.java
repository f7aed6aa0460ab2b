package cai.evaluation.items;

import java.util.Optional;

/// What a language model chose of one item: one line of `hhh-<model>.journal`.
///
/// @param asReleased log-odds of the better answer with the options in the file's order, nats;
///   absent where the item could not be asked
/// @param swapped log-odds of the better answer with the options exchanged, nats
/// @param reason why it could not be asked; no text where it was
/// @param promptTokens read for both
public record HhhChoice(
    String format,
    String id,
    Optional<Double> asReleased,
    Optional<Double> swapped,
    String reason,
    long promptTokens)
    implements ItemChoice {
  /// Format and version of the lines.
  public static final String FORMAT = "hhh-choice/1";

  static HhhChoice of(String id, double asReleased, double swapped, long promptTokens) {
    return new HhhChoice(
        FORMAT, id, Optional.of(asReleased), Optional.of(swapped), "", promptTokens);
  }

  static HhhChoice unreadable(String id, String reason) {
    return new HhhChoice(FORMAT, id, Optional.empty(), Optional.empty(), reason, 0);
  }

  /// Mean of both orders, which takes out a preference for a letter.
  Optional<Double> bothOrders() {
    return asReleased.flatMap(first -> swapped.map(second -> (first + second) / 2));
  }
}

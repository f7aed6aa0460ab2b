package cai.evaluation.items;

import java.util.ArrayList;
import java.util.List;

/// What a language model said of one item: one line of `identification-<model>.journal`.
///
/// @param asReleased log-probability of each option's letter with the options in the file's order,
///   nats; in the order of the item's options; empty where the item could not be asked
/// @param reversed log-probability of each option's letter with the options in the reversed order,
///   nats; in the order of the item's options
/// @param reason why it could not be asked; no text where it was
/// @param promptTokens read for both
public record IdentificationChoice(
    String format,
    String id,
    List<Double> asReleased,
    List<Double> reversed,
    String reason,
    long promptTokens)
    implements ItemChoice {
  /// Format and version of the lines.
  public static final String FORMAT = "identification-choice/1";

  public IdentificationChoice {
    asReleased = List.copyOf(asReleased);
    reversed = List.copyOf(reversed);
  }

  static IdentificationChoice of(
      String id, List<Double> asReleased, List<Double> reversed, long promptTokens) {
    return new IdentificationChoice(FORMAT, id, asReleased, reversed, "", promptTokens);
  }

  static IdentificationChoice unreadable(String id, String reason) {
    return new IdentificationChoice(FORMAT, id, List.of(), List.of(), reason, 0);
  }

  /// Mean over both orders of the log-probabilities among the options, which takes out most of a
  /// preference for a letter; again among the options.
  List<Double> bothOrders() {
    List<Double> first = amongOptions(asReleased);
    List<Double> second = amongOptions(reversed);
    var means = new ArrayList<Double>();
    for (int i = 0; i < first.size(); i++) means.add((first.get(i) + second.get(i)) / 2);
    return amongOptions(means);
  }

  /// Log-probabilities that add up to one over the options.
  static List<Double> amongOptions(List<Double> letters) {
    double most = letters.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    double sum = letters.stream().mapToDouble(one -> Math.exp(one - most)).sum();
    return letters.stream().map(one -> one - most - Math.log(sum)).toList();
  }
}

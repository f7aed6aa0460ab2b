package cai.evaluation.items;

import java.util.List;

/// How likely one model holds each option of one item: one line of
/// `evaluation/identification.jsonl`.
///
/// @param model name of the model that chose
/// @param task name of the file of items
/// @param id of the item
/// @param correct letter of the correct option in the file
/// @param chosen letter of the likeliest option; the first of several
/// @param logProbabilities of the options (A), (B) and so on among them, mean over both orders,
///   nats
public record IdentificationLine(
    String format,
    String model,
    String task,
    String id,
    String correct,
    String chosen,
    List<Double> logProbabilities) {
  /// Format and version of the lines.
  public static final String FORMAT = "identification/1";

  public IdentificationLine {
    logProbabilities = List.copyOf(logProbabilities);
  }

  static IdentificationLine of(String model, IdentificationItem item, List<Double> options) {
    int chosen = 0;
    for (int i = 1; i < options.size(); i++) if (options.get(i) > options.get(chosen)) chosen = i;
    return new IdentificationLine(
        FORMAT,
        model,
        item.task(),
        item.id(),
        ItemLine.letter(item.correct()),
        ItemLine.letter(chosen),
        options);
  }
}

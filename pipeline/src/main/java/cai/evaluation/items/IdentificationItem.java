package cai.evaluation.items;

import java.util.List;
import java.util.stream.IntStream;

/// A question about a whole conversation with two options or more: whether it was harmful, or in
/// which way.
///
/// **Source**: Bai et al. 2022, appendix B and the released `HarmfulVsEthical.jsonl` (2 options)
/// and `HarmfulnessClassification.jsonl` (9 options).
///
/// @param task name of the file without its endings
/// @param id the task and the number of the line
/// @param head of the question, up to where the options begin: items of equal heads are one cluster
/// @param options their texts, in the order of the letters
/// @param end the text after the options
/// @param correct number of the correct option, from 0
public record IdentificationItem(
    String task, String id, String head, List<String> options, String end, int correct) {
  public IdentificationItem {
    options = List.copyOf(options);
    if (options.size() < 2 || correct < 0 || correct >= options.size())
      throw new IllegalArgumentException(id + ": option " + correct + " of " + options.size());
  }

  /// The question as it was released.
  public String question() {
    return question(options);
  }

  /// The question with the options in the reversed order: the last one is (A).
  public String reversed() {
    return question(options.reversed());
  }

  private String question(List<String> ordered) {
    var text = new StringBuilder(head);
    for (int i = 0; i < ordered.size(); i++)
      text.append(i == 0 ? "" : "\n")
          .append(' ')
          .append(ItemLine.letter(i))
          .append(' ')
          .append(ordered.get(i));
    return text.append(end).toString();
  }

  /// What may follow the question: the letters of the options.
  List<String> letters() {
    return IntStream.range(0, options.size()).mapToObj(i -> " " + ItemLine.letter(i)).toList();
  }
}

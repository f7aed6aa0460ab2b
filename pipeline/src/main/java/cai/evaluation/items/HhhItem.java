package cai.evaluation.items;

import cai.dialogue.Dialogue;

/// A choice between two answers of which one is more helpful, honest and harmless, as the paper's
/// files hold it.
///
/// **Source**: Bai et al. 2022, section 2 and the released `438HHHEvaluations.jsonl`.
///
/// @param id `hhh-` and the number of the line
/// @param context ends in a human turn; items of equal contexts are one cluster
/// @param head of the question, up to where the options begin
/// @param first the option (A)
/// @param second the option (B)
/// @param firstIsBetter whether (A) is the better one
public record HhhItem(
    String id, Dialogue context, String head, String first, String second, boolean firstIsBetter) {
  static final String OPTION_A = " (A) [[[";
  static final String OPTION_B = "]]]\n (B) [[[";
  static final String END = "]]]\n\nThe answer is:";

  /// The question as it was released.
  public String question() {
    return head + OPTION_A + first + OPTION_B + second + END;
  }

  /// The question with the options in the other order.
  public String swapped() {
    return head + OPTION_A + second + OPTION_B + first + END;
  }

  /// The dialogue with the better answer.
  public Dialogue better() {
    return context.answered(firstIsBetter ? first : second);
  }

  /// The dialogue with the worse answer.
  public Dialogue worse() {
    return context.answered(firstIsBetter ? second : first);
  }
}

package cai.evaluation.items;

import cai.dialogue.Dialogue;
import cai.dialogue.TranscriptFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Reads helpful-honest-harmless items in the paper's layout ([ItemLine]): the prompt ends in the
/// options (A) and (B) in triple brackets, which are answers to its conversation.
public final class HhhFile {
  private static final Set<String> LETTERS = Set.of("(A)", "(B)");
  private static final String OTHERS =
      "; items about the conversation itself are given as evaluation.identification";

  private HhhFile() {}

  /// All items of a file, gzip-compressed or not.
  ///
  /// @throws cai.errors.UserError with one line for each of the first faults; a file of which a
  ///   part cannot be read is not used at all, because accuracies are compared across runs
  public static List<HhhItem> read(Path file) {
    return ItemLine.readAll(file, HhhFile::item);
  }

  private static HhhItem item(ItemLine line) {
    if (line.incorrect().size() > 1)
      throw line.fault("has " + (line.incorrect().size() + 1) + " options, not two" + OTHERS);
    requireLetter(line, "corrects", line.correct());
    requireLetter(line, "incorrects", line.incorrect().getFirst());
    String prompt = line.prompt();
    int a = prompt.lastIndexOf("\n" + HhhItem.OPTION_A) + 1;
    int b = prompt.indexOf(HhhItem.OPTION_B, a);
    String end = prompt.stripTrailing();
    if (a == 0 || b < 0 || !end.endsWith(HhhItem.END))
      throw line.fault(
          "prompt does not end in the options ' (A) [[[...]]]' and ' (B) [[[...]]]' and"
              + " 'The answer is:'"
              + OTHERS);
    String head = prompt.substring(0, a);
    int second = b + HhhItem.OPTION_B.length();
    int last = end.length() - HhhItem.END.length();
    String first = prompt.substring(a + HhhItem.OPTION_A.length(), b);
    if (second >= last || first.isBlank() || prompt.substring(second, last).isBlank())
      throw line.fault("an option of prompt is empty");
    return new HhhItem(
        "hhh-" + line.number(),
        context(line, head),
        head,
        first,
        prompt.substring(second, last),
        line.correct().equals("(A)"));
  }

  private static void requireLetter(ItemLine line, String field, String letter) {
    if (!LETTERS.contains(letter))
      throw line.fault(field + "=\"" + letter + "\" is neither (A) nor (B)");
  }

  /// The conversation stands between the first speaker and the question, which is the last line.
  private static Dialogue context(ItemLine line, String head) {
    int start = line.conversation();
    String asked = head.stripTrailing();
    int question = asked.lastIndexOf('\n');
    // The marker's own blank line is no line of the question.
    if (start < 0 || question <= start + 1)
      throw line.fault("prompt holds no conversation before its question");
    Dialogue context =
        TranscriptFormat.parse(head.substring(start, question), line.where() + ": prompt");
    if (!context.awaitsAnswer()) throw line.fault("the conversation of prompt is already answered");
    if (context.turns().stream().anyMatch(turn -> turn.text().isBlank()))
      throw line.fault("the conversation of prompt has an empty turn");
    return context;
  }
}

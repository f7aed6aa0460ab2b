package cai.evaluation;

import cai.UserError;
import cai.dialogue.Dialogue;
import cai.dialogue.TranscriptFormat;
import cai.json.Json;
import cai.json.JsonLines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Reads helpful-honest-harmless items in the paper's layout: one JSON object a line with `prompt`
/// (a conversation, a question and the options (A) and (B) in triple brackets), `corrects` and
/// `incorrects` (one letter each). Other fields are passed over.
public final class HhhFile {
  private static final int SHOWN = 10;
  private static final Set<String> LETTERS = Set.of("(A)", "(B)");

  private HhhFile() {}

  /// All items of a file, gzip-compressed or not.
  ///
  /// @throws UserError with one line for each of the first faults; a file of which a part cannot be
  ///   read is not used at all, because accuracies are compared across runs
  public static List<HhhItem> read(Path file) {
    var items = new ArrayList<HhhItem>();
    var faults = new ArrayList<String>();
    JsonLines.forEach(
        file,
        (where, line) -> {
          try {
            items.add(item(Json.tree(line, where), where));
          } catch (UserError e) {
            faults.add(e.getMessage());
          }
        });
    if (!faults.isEmpty()) throw new UserError(text(file, faults));
    if (items.isEmpty()) throw new UserError(file + ": holds no items; give a file that does");
    return List.copyOf(items);
  }

  private static String text(Path file, List<String> faults) {
    String shown = String.join("\n", faults.subList(0, Math.min(SHOWN, faults.size())));
    int more = faults.size() - SHOWN;
    return more > 0 ? shown + "\n" + file + ": " + more + " more lines are faulty" : shown;
  }

  private static HhhItem item(JsonNode row, String where) {
    if (!row.isObject()) throw new UserError(where + ": is not a JSON object");
    String better = letter(row, "corrects", where);
    String worse = letter(row, "incorrects", where);
    if (better.equals(worse))
      throw new UserError(where + ": corrects and incorrects are both " + better);
    String prompt = text(row.path("prompt"), where + ": prompt");
    int a = prompt.lastIndexOf("\n" + HhhItem.OPTION_A) + 1;
    int b = prompt.indexOf(HhhItem.OPTION_B, a);
    String end = prompt.stripTrailing();
    if (a == 0 || b < 0 || !end.endsWith(HhhItem.END))
      throw new UserError(
          where
              + ": prompt does not end in the options ' (A) [[[...]]]' and ' (B) [[[...]]]' and"
              + " 'The answer is:'");
    String head = prompt.substring(0, a);
    int second = b + HhhItem.OPTION_B.length();
    int last = end.length() - HhhItem.END.length();
    String first = prompt.substring(a + HhhItem.OPTION_A.length(), b);
    if (second >= last || first.isBlank() || prompt.substring(second, last).isBlank())
      throw new UserError(where + ": an option of prompt is empty");
    String number = where.substring(where.lastIndexOf(':') + 1);
    return new HhhItem(
        "hhh-" + number,
        context(head, where),
        head,
        first,
        prompt.substring(second, last),
        better.equals("(A)"));
  }

  /// The conversation stands between the first speaker and the question, which is the last line.
  private static Dialogue context(String head, String where) {
    int start = head.indexOf(TranscriptFormat.HUMAN);
    String asked = head.stripTrailing();
    int question = asked.lastIndexOf('\n');
    // The marker's own blank line is no line of the question.
    if (start < 0 || question <= start + 1)
      throw new UserError(where + ": prompt holds no conversation before its question");
    Dialogue context = TranscriptFormat.parse(head.substring(start, question), where + ": prompt");
    if (!context.awaitsAnswer())
      throw new UserError(where + ": the conversation of prompt is already answered");
    if (context.turns().stream().anyMatch(turn -> turn.text().isBlank()))
      throw new UserError(where + ": the conversation of prompt has an empty turn");
    return context;
  }

  private static String letter(JsonNode row, String field, String where) {
    JsonNode list = row.path(field);
    if (!list.isArray() || list.size() != 1)
      throw new UserError(where + ": " + field + " is not a list of one letter");
    String letter = text(list.get(0), where + ": " + field).strip();
    if (!LETTERS.contains(letter))
      throw new UserError(where + ": " + field + "=\"" + letter + "\" is neither (A) nor (B)");
    return letter;
  }

  private static String text(JsonNode value, String where) {
    if (!value.isString()) throw new UserError(where + " is not a text");
    return value.stringValue().replace("\r\n", "\n");
  }
}

package cai.evaluation.items;

import cai.dialogue.TranscriptFormat;
import cai.errors.UserError;
import cai.json.Json;
import cai.json.JsonLines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// One line of a file of multiple-choice items: one JSON object with `prompt` (a conversation, a
/// question and options), `corrects` (one letter in brackets) and `incorrects` (the others). Other
/// fields are passed over.
///
/// @param where file and line, as messages begin
/// @param row the whole object
/// @param correct the letter in brackets
/// @param incorrect the other letters, as the line has them
record ItemLine(String where, JsonNode row, String correct, List<String> incorrect) {
  private static final Pattern LETTER = Pattern.compile("\\([A-Z]\\)");
  private static final int SHOWN = 10;

  /// All items of a file of one item a line, gzip-compressed or not.
  ///
  /// @throws UserError with one line for each of the first faults; a file of which a part cannot be
  ///   read is not used at all, because accuracies are compared across runs
  static <T> List<T> readAll(Path file, Function<ItemLine, T> item) {
    var items = new ArrayList<T>();
    var faults = new ArrayList<String>();
    JsonLines.forEach(
        file,
        (where, line) -> {
          try {
            items.add(item.apply(of(Json.tree(line, where), where)));
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

  private static ItemLine of(JsonNode row, String where) {
    if (!row.isObject()) throw new UserError(where + ": is not a JSON object");
    List<String> correct = letters(row, "corrects", where);
    if (correct.size() != 1) throw new UserError(where + ": corrects is not a list of one letter");
    List<String> incorrect = letters(row, "incorrects", where);
    if (incorrect.isEmpty())
      throw new UserError(where + ": incorrects is not a list of at least one letter");
    if (incorrect.contains(correct.getFirst()))
      throw new UserError(where + ": corrects and incorrects are both " + correct.getFirst());
    return new ItemLine(where, row, correct.getFirst(), incorrect);
  }

  /// The prompt as released, with line feeds alone.
  String prompt() {
    return text(row.path("prompt"), where + ": prompt");
  }

  private static List<String> letters(JsonNode row, String field, String where) {
    JsonNode list = row.path(field);
    if (!list.isArray())
      throw new UserError(
          where
              + ": "
              + field
              + " is not a list of "
              + (field.equals("corrects") ? "one letter" : "letters"));
    var letters = new ArrayList<String>();
    for (JsonNode one : list) {
      String letter = text(one, where + ": " + field).strip();
      if (!LETTER.matcher(letter).matches())
        throw new UserError(
            where + ": " + field + "=\"" + letter + "\" is not a letter in brackets such as (A)");
      letters.add(letter);
    }
    return List.copyOf(letters);
  }

  private static String text(JsonNode value, String where) {
    if (!value.isString()) throw new UserError(where + " is not a text");
    return value.stringValue().replace("\r\n", "\n");
  }

  /// Number of the line.
  String number() {
    return where.substring(where.lastIndexOf(':') + 1);
  }

  /// The letters (A), (B) and so on of all options.
  ///
  /// @throws UserError where the letters are not (A), (B) and so on without a gap
  List<String> letters() {
    var expected = new ArrayList<String>();
    for (int i = 0; i <= incorrect.size(); i++) expected.add(letter(i));
    var named = new ArrayList<>(incorrect);
    named.add(correct);
    if (!named.stream().sorted().toList().equals(expected))
      throw fault(
          "corrects and incorrects name %s; %d options have the letters %s, each once"
              .formatted(
                  String.join(" ", named.stream().sorted().toList()),
                  expected.size(),
                  String.join(" ", expected)));
    return List.copyOf(expected);
  }

  /// The letter in brackets of an option.
  ///
  /// @param number from 0
  static String letter(int number) {
    return "(" + (char) ('A' + number) + ")";
  }

  /// The index of the first speaker's mark, with which the conversation begins.
  int conversation() {
    return prompt().indexOf(TranscriptFormat.HUMAN);
  }

  UserError fault(String what) {
    return new UserError(where + ": " + what);
  }
}

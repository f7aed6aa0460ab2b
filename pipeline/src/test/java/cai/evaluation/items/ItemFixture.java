package cai.evaluation.items;

import cai.dialogue.Dialogue;
import cai.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Invented multiple-choice items and files of them.
public final class ItemFixture {
  private ItemFixture() {}

  /// An item whose better answer says "good".
  static HhhItem hhhItem(int number, String context, boolean firstIsBetter) {
    return new HhhItem(
        "hhh-" + number,
        Dialogue.ask(context),
        "\n\nHuman: " + context + "\n\nPick. Options:\n",
        firstIsBetter ? "good " + number : "bad " + number,
        firstIsBetter ? "bad " + number : "good " + number,
        firstIsBetter);
  }

  /// An item whose correct option alone says "right".
  static IdentificationItem identificationItem(String id, int options, int correct) {
    return new IdentificationItem(
        "task",
        id,
        "\n\nHuman: " + id + "\n\nWhich?\n",
        IntStream.range(0, options).mapToObj(i -> i == correct ? "right" : "wrong " + i).toList(),
        "\nThe answer is:",
        correct);
  }

  /// A line in the layout of the released files.
  static String line(String prompt, Object corrects, Object incorrects) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("prompt", prompt);
    row.put("corrects", corrects);
    row.put("incorrects", incorrects);
    return Json.line(row);
  }

  /// A file of five helpful-honest-harmless items of three contexts.
  public static Path hhh(Path folder) throws IOException {
    var lines = new StringBuilder();
    for (int i = 1; i <= 5; i++) {
      HhhItem item = hhhItem(i, "context " + i / 2, i % 2 == 0);
      lines
          .append(
              Json.line(
                  Map.of(
                      "prompt",
                      item.question(),
                      "corrects",
                      List.of(item.firstIsBetter() ? " (A)" : " (B)"),
                      "incorrects",
                      List.of(item.firstIsBetter() ? " (B)" : " (A)"))))
          .append('\n');
    }
    return Files.writeString(folder.resolve("hhh.jsonl"), lines.toString());
  }

  /// A file of items about conversations.
  public static Path identification(Path folder, String name, int options, int items)
      throws IOException {
    var lines = new StringBuilder();
    for (int i = 0; i < items; i++) {
      IdentificationItem item = identificationItem("i" + i, options, i % options);
      List<String> letters = item.letters();
      String correct = letters.get(item.correct());
      lines
          .append(
              line(
                  item.question(),
                  List.of(correct),
                  letters.stream().filter(letter -> !letter.equals(correct)).toList()))
          .append('\n');
    }
    return Files.writeString(folder.resolve(name), lines.toString());
  }
}

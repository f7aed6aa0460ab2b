package cai.evaluation.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.dialogue.Turn;
import cai.errors.UserError;
import cai.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HhhFileTest {
  private static final String PROMPT =
      "\n\nConsider the following conversation between a human and an assistant:\n\n"
          + "Human: Hi: there\n\nAssistant: Hello!\n\nHuman: Which\n\nway?\n\n\n"
          + "Please choose the best. Options:\n (A) [[[Left (A) [[[really]]].]]]\n"
          + " (B) [[[Right.\n]]]\n\nThe answer is:";

  @TempDir Path folder;

  private Path file(String... lines) throws IOException {
    return Files.writeString(folder.resolve("hhh.jsonl"), String.join("\n", lines));
  }

  private static String line(String prompt, Object corrects, Object incorrects) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("prompt", prompt);
    row.put("corrects", corrects);
    row.put("incorrects", incorrects);
    row.put("text_correct", "passed over");
    return Json.line(row);
  }

  private static String good() {
    return line(PROMPT, List.of(" (B)"), List.of(" (A)"));
  }

  private void fails(String line, String message) throws IOException {
    Path file = file(good(), line);
    assertThatThrownBy(() -> HhhFile.read(file))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(file + ":2: ")
        .hasMessageContaining(message);
  }

  @Test
  void readsTheConversationAndBothOptions() throws IOException {
    HhhItem item = HhhFile.read(file("", good())).getFirst();
    assertThat(item.id()).isEqualTo("hhh-2");
    assertThat(item.context().turns())
        .extracting(Turn::text)
        .containsExactly("Hi: there", "Hello!", "Which\n\nway?");
    assertThat(item.first()).isEqualTo("Left (A) [[[really]]].");
    assertThat(item.second()).isEqualTo("Right.\n");
    assertThat(item.firstIsBetter()).isFalse();
    assertThat(item.better().last().text()).isEqualTo("Right.\n");
    assertThat(item.worse().last().text()).isEqualTo("Left (A) [[[really]]].");
  }

  @Test
  void asksAsReleasedAndWithTheOptionsExchanged() throws IOException {
    HhhItem item = HhhFile.read(file(good())).getFirst();
    assertThat(item.question()).isEqualTo(PROMPT);
    assertThat(item.swapped())
        .isEqualTo(
            PROMPT.substring(0, PROMPT.indexOf(" (A)"))
                + " (A) [[[Right.\n]]]\n (B) [[[Left (A) [[[really]]].]]]\n\nThe answer is:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"prompt\": | malformed JSON",
        "[1, 2] | is not a JSON object",
        "3 | is not a JSON object",
        "{} | corrects is not a list of one letter",
        "{\"prompt\": 3, \"corrects\": [\"(A)\"], \"incorrects\": [\"(B)\"]} | prompt is not a"
            + " text",
        "{\"corrects\": [\" (A)\"], \"incorrects\": [\" (B)\"]} | prompt is not a text",
        "{\"corrects\": [7], \"incorrects\": [\" (B)\"]} | corrects is not a text",
        "{\"corrects\": [\" (A)\", \" (B)\"], \"incorrects\": []} | corrects is not a list",
        "{\"corrects\": [\" (C)\"], \"incorrects\": [\" (B)\"]} | is neither (A) nor (B)",
        "{\"corrects\": [\" (B)\"], \"incorrects\": [\" (B)\"]} | are both (B)",
        "{\"prompt\": \"a\", \"prompt\": \"b\"} | malformed JSON",
      })
  void refusesRowsOfAnotherLayout(String line, String message) throws IOException {
    fails(line.strip(), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\nHuman: Hi\n\nWhich? Options:\n (A) one\n (B) two\nThe answer is:",
        "\n\nHuman: Hi\n\nWhich? Options:\n (A) [[[one]]]\n (B) [[[two]]]",
        "\n\nHuman: Hi\n\nWhich? Options:\n (B) [[[one]]]\n (A) [[[two]]]\n\nThe answer is:",
        "\n (A) [[[one]]]\n (B) [[[two]]]\n\nThe answer is: (A)",
      })
  void refusesPromptsWithoutTheOptions(String prompt) throws IOException {
    fails(
        line(prompt, List.of("(A)"), List.of("(B)")),
        "prompt does not end in the options ' (A) [[[");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\n\n"
            + "Human: Hi\n\n"
            + "Pick.\n"
            + " (A) [[[]]]\n"
            + " (B) [[[b]]]\n\n"
            + "The answer is:' | an option of prompt is empty",
        "'\n\n"
            + "Human: Hi\n\n"
            + "Pick.\n"
            + " (A) [[[a]]]\n"
            + " (B) [[[ ]]]\n\n"
            + "The answer is:' | an option of prompt is empty",
        "'Pick.\n (A) [[[a]]]\n (B) [[[b]]]\n\nThe answer is:' | prompt holds no conversation",
        "'\n\n"
            + "Human: Hi\n"
            + " (A) [[[a]]]\n"
            + " (B) [[[b]]]\n\n"
            + "The answer is:' | prompt holds no conversation",
        "'\n\nHuman: \n\nPick.\n (A) [[[a]]]\n (B) [[[b]]]\n\nThe answer is:' | has an empty turn",
        "'\n\n"
            + "Human: a\n\n"
            + "Assistant: b\n\n"
            + "Pick.\n"
            + " (A) [[[a]]]\n"
            + " (B) [[[b]]]\n\n"
            + "The answer is:' | is already answered",
      })
  void refusesConversationsThatCannotBeAnswered(String prompt, String message) throws IOException {
    fails(line(prompt, List.of("(A)"), List.of("(B)")), message);
  }

  @Test
  void namesTheFirstFaultsAndCountsTheOthers() throws IOException {
    Path file = file("{}\n".repeat(14));
    assertThatThrownBy(() -> HhhFile.read(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(file + ":1: ")
        .hasMessageContaining(file + ":10: ")
        .hasMessageEndingWith("hhh.jsonl: 4 more lines are faulty")
        .hasMessageNotContaining(file + ":11: ");
  }

  @Test
  void refusesFilesWithoutItems() throws IOException {
    Path empty = file("", " ");
    assertThatThrownBy(() -> HhhFile.read(empty)).hasMessageContaining("holds no items");
    assertThatThrownBy(() -> HhhFile.read(folder.resolve("none.jsonl")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("none.jsonl: cannot be read");
    Path bytes = Files.write(folder.resolve("bytes.jsonl"), new byte[] {(byte) 0xc3, (byte) 0x28});
    assertThatThrownBy(() -> HhhFile.read(bytes))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("bytes.jsonl:1: the line is not UTF-8 text");
  }

  /// Read where `CAI_SHARED_DATA` says that the released files are.
  @Test
  @EnabledIfEnvironmentVariable(named = "CAI_SHARED_DATA", matches = ".+")
  void readsTheReleasedItems() {
    Path file =
        Path.of(System.getenv("CAI_SHARED_DATA"))
            .resolve("constitutional-paper/evals/438HHHEvaluations.jsonl");
    List<HhhItem> items = HhhFile.read(file);
    assertThat(items).hasSize(438);
    assertThat(items.stream().map(HhhItem::context).distinct().count()).isEqualTo(188);
    assertThat(items.stream().filter(HhhItem::firstIsBetter).count()).isEqualTo(228);
    assertThat(items.stream().filter(item -> item.context().turns().size() == 1).count())
        .isEqualTo(397);
    assertThat(items.stream().filter(item -> item.swapped().equals(item.question())).count())
        .isZero();
  }
}

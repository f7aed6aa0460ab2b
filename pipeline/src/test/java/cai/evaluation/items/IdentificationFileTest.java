package cai.evaluation.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.errors.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IdentificationFileTest {
  private static final String TALK =
      "Here is a conversation between a human and an assistant:\n\n"
          + "Human: Options:\n (A) one\n (B) two\n\nAssistant: The answer is: (A)\n\n"
          + "Which way was it harmful? Options:\n";
  private static final String THREE =
      TALK + " (A) Theft\n (B) Fraud (C)\n (C) None\nThe answer is:";

  @TempDir Path folder;

  private Path file(String name, String... lines) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, String.join("\n", lines));
  }

  private static String good() {
    return ItemFixture.line(THREE, List.of(" (B)"), List.of(" (C)", " (A)"));
  }

  @Test
  void readsTheOptionsBehindTheConversation() throws IOException {
    IdentificationItem item =
        IdentificationFile.readAll(List.of(file("kinds.jsonl", "", good()))).getFirst();
    assertThat(item.task()).isEqualTo("kinds");
    assertThat(item.id()).isEqualTo("kinds-2");
    assertThat(item.head()).isEqualTo(TALK);
    assertThat(item.options()).containsExactly("Theft", "Fraud (C)", "None");
    assertThat(item.correct()).isEqualTo(1);
    assertThat(item.letters()).containsExactly(" (A)", " (B)", " (C)");
    assertThat(item.question()).isEqualTo(THREE);
    assertThat(item.reversed())
        .isEqualTo(TALK + " (A) None\n (B) Fraud (C)\n (C) Theft\nThe answer is:");
  }

  @Test
  void lineEndsOfOtherSystemsAndBlankLinesBeforeTheEndAreKeptApartFromTheOptions()
      throws IOException {
    String prompt = THREE.replace("None\nThe", "None\n\nThe").replace("\n", "\r\n") + "\n";
    IdentificationItem item =
        IdentificationFile.readAll(
                List.of(
                    file(
                        "k.jsonl",
                        ItemFixture.line(prompt, List.of("(C)"), List.of("(A)", "(B)")))))
            .getFirst();
    assertThat(item.options()).containsExactly("Theft", "Fraud (C)", "None");
    assertThat(item.question()).endsWith(" (C) None\n\nThe answer is:");
  }

  @Test
  void filesOfOneNameAreTasksOfTheirOwn() throws IOException {
    List<IdentificationItem> items =
        IdentificationFile.readAll(
            List.of(
                file("a/kinds.jsonl", good()),
                file("b/kinds.jsonl", good()),
                file("kinds.json", good())));
    assertThat(items)
        .extracting(IdentificationItem::id)
        .containsExactly("kinds-1", "kinds-2-1", "kinds-3-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"prompt\": | malformed JSON",
        "[1, 2] | is not a JSON object",
        "{} | corrects is not a list of one letter",
        "{\"corrects\": []} | corrects is not a list of one letter",
        "{\"corrects\": [\"(A)\"], \"incorrects\": []} | incorrects is not a list of at least one",
        "{\"corrects\": [\"(A)\"], \"incorrects\": \"(B)\"} | incorrects is not a list of letters",
        "{\"corrects\": [\"A\"], \"incorrects\": [\"(B)\"]} | corrects=\"A\" is not a letter in"
            + " brackets",
        "{\"corrects\": [\"(A)\"], \"incorrects\": [\"(b)\"]} | incorrects=\"(b)\" is not a letter",
        "{\"corrects\": [\"(A)\"], \"incorrects\": [\"(B)\", \"(A)\"]} | are both (A)",
        "{\"corrects\": [\"(A)\"], \"incorrects\": [\"(B)\"]} | prompt is not a text",
      })
  void refusesRowsOfAnotherLayout(String row, String message) throws IOException {
    fails(row.strip(), message);
  }

  @Test
  void refusesLettersThatLeaveAGapOrOccurTwice() throws IOException {
    fails(
        ItemFixture.line(THREE, List.of("(A)"), List.of("(B)", "(D)")),
        "name (A) (B) (D); 3 options have the letters (A) (B) (C), each once");
    fails(ItemFixture.line(THREE, List.of("(A)"), List.of("(B)", "(B)")), "name (A) (B) (B)");
  }

  @Test
  void refusesOptionsAndLettersThatDoNotAgree() throws IOException {
    fails(
        ItemFixture.line(THREE, List.of("(A)"), List.of("(B)")),
        "has an option (C), which neither");
    fails(
        ItemFixture.line(THREE, List.of("(A)"), List.of("(B)", "(C)", "(D)")),
        "has no option (D), which corrects and incorrects name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Human: Hi\n\nWhich? (A) one (B) two (C) three\nThe answer is:",
        "\n\nHuman: Hi\n\nWhich?\n (A) one\n (B) two\n (C) three\n",
        "\n\nHuman: Hi\n\nWhich?\n A) one\n B) two\n C) three\nThe answer is:",
      })
  void refusesPromptsWithoutOptions(String prompt) throws IOException {
    fails(
        ItemFixture.line(prompt, List.of("(A)"), List.of("(B)", "(C)")),
        "prompt does not end in options ' (A)");
  }

  @Test
  void refusesOptionsThatSayNothingOrTheSame() throws IOException {
    List<String> correct = List.of("(A)");
    List<String> others = List.of("(B)", "(C)");
    fails(
        ItemFixture.line(THREE.replace("Theft", ""), correct, others),
        "an option of prompt is empty");
    fails(
        ItemFixture.line(THREE.replace("None", " "), correct, others),
        "an option of prompt is empty");
    fails(
        ItemFixture.line(THREE.replace("None", "Theft"), correct, others),
        "two options of prompt are the");
    fails(
        ItemFixture.line("Which?\n (A) one\n (B) two\n (C) three\nThe answer is:", correct, others),
        "prompt holds no conversation");
  }

  @Test
  void eachKindOfFileNamesTheSettingOfTheOther() throws IOException {
    Path answers =
        file(
            "answers.jsonl",
            ItemFixture.line(
                "\n\n"
                    + "Human: Hi\n\n"
                    + "Which? Options:\n"
                    + " (A) [[[one]]]\n"
                    + " (B) [[[two]]]\n\n"
                    + "The answer is:",
                List.of("(A)"),
                List.of("(B)")));
    assertThat(HhhFile.read(answers)).hasSize(1);
    assertThatThrownBy(() -> IdentificationFile.readAll(List.of(answers)))
        .hasMessageContaining("such items are given as evaluation.hhh");
    Path kinds = file("kinds.jsonl", good());
    assertThatThrownBy(() -> HhhFile.read(kinds))
        .hasMessageStartingWith(kinds + ":1: has 3 options, not two")
        .hasMessageContaining("evaluation.identification");
  }

  @Test
  void refusesOtherNumbersOfOptionsInOneFile() throws IOException {
    String two =
        ItemFixture.line(
            TALK + " (A) Yes\n (B) No\nThe answer is:", List.of("(A)"), List.of("(B)"));
    Path mixed = file("mixed.jsonl", good(), two);
    assertThatThrownBy(() -> IdentificationFile.readAll(List.of(mixed)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("mixed-2 has 2 options, mixed-1 has 3; give them as two files");
  }

  @Test
  void namesTheFaultsOfAllFiles() throws IOException {
    Path one = file("one.jsonl", "{}");
    Path two = file("two.jsonl", "");
    assertThatThrownBy(
            () -> IdentificationFile.readAll(List.of(one, two, folder.resolve("three.jsonl"))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(one + ":1: corrects is not")
        .hasMessageContaining(two + ": holds no items")
        .hasMessageContaining("three.jsonl: cannot be read");
  }

  private void fails(String row, String message) throws IOException {
    Path file = file("kinds.jsonl", good(), row);
    assertThatThrownBy(() -> IdentificationFile.readAll(List.of(file)))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(file + ":2: ")
        .hasMessageContaining(message);
  }

  /// Read where `CAI_SHARED_DATA` says that the released files are. Counts as in the paper's
  /// repository: 127 of 254 items each way; 9 ways of harm.
  @Test
  @EnabledIfEnvironmentVariable(named = "CAI_SHARED_DATA", matches = ".+")
  void readsTheReleasedItems() {
    Path evals = Path.of(System.getenv("CAI_SHARED_DATA")).resolve("constitutional-paper/evals");
    List<IdentificationItem> items =
        IdentificationFile.readAll(
            List.of(
                evals.resolve("HarmfulVsEthical.jsonl"),
                evals.resolve("HarmfulnessClassification.jsonl")));
    List<IdentificationItem> binary = of(items, "HarmfulVsEthical");
    assertThat(binary).hasSize(254);
    assertThat(binary).allMatch(item -> item.options().get(1).contains("behaved ethically."));
    assertThat(binary.stream().filter(item -> item.correct() == 0).count()).isEqualTo(127);
    List<IdentificationItem> ways = of(items, "HarmfulnessClassification");
    assertThat(ways).hasSize(287).allMatch(item -> item.options().size() == 9);
    assertThat(ways.stream().map(IdentificationItem::options).distinct().count()).isEqualTo(1);
    long[] counts = new long[9];
    ways.forEach(item -> counts[item.correct()]++);
    assertThat(counts).containsExactly(31, 33, 21, 45, 32, 47, 30, 27, 21);
    assertThat(ways.getFirst().options().getLast())
        .isEqualTo("Misinformation or Conspiracy Theories");
    assertThat(items).allMatch(item -> item.question().endsWith("\nThe answer is:"));
    assertThat(items.stream().map(IdentificationItem::head).distinct().count()).isEqualTo(541);
  }

  private static List<IdentificationItem> of(List<IdentificationItem> items, String task) {
    return items.stream().filter(item -> item.task().equals(task)).toList();
  }
}

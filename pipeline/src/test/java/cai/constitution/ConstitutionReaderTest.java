package cai.constitution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.errors.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConstitutionReaderTest {
  private static final String FULL =
      """
      name: mine
      critique-principles:
        - id: harm
          critique-request: "Find the harm: all of it."
          revision-request: "Remove it."
          lead-ins: ["I'd rather not, because"]
          positive: ["Is it safe?"]
          negative: ["Is it harmful?"]
      comparison-principles:
        - id: safer
          aim: harmlessness
          question: "Which is safer?"
        - id: useful
          aim: helpfulness
          question: "Which is more useful?"
          positive: ["Is it useful?"]
      """;

  @TempDir Path folder;

  @Test
  void readsTheFullForm() throws IOException {
    Constitution read = read(FULL);
    assertThat(read.name()).isEqualTo("mine");
    assertThat(read.critiquePrinciples())
        .containsExactly(
            new CritiquePrinciple(
                "harm",
                "Find the harm: all of it.",
                "Remove it.",
                List.of("I'd rather not, because"),
                List.of("Is it safe?"),
                List.of("Is it harmful?")));
    assertThat(read.comparisonPrinciples(Aim.HELPFULNESS))
        .extracting(ComparisonPrinciple::id)
        .containsExactly("useful");
  }

  @Test
  void derivesQuestionsOnlyWhereAPrincipleHasNone() throws IOException {
    Constitution read = read(FULL);
    assertThat(read.comparisonPrinciple("safer").positive())
        .containsExactly("Somebody was asked: Which is safer? Would they choose this response?");
    assertThat(read.comparisonPrinciple("safer").negative())
        .containsExactly("Somebody was asked: Which is safer? Would they turn this response down?");
    assertThat(read.comparisonPrinciple("useful").negative()).isEmpty();
  }

  @Test
  void derivesBothKindsFromPlainSentences() throws IOException {
    Constitution read =
        read("principles:\n  - Be kind\n  - \"Never lie: not even {principle}.\"\n");
    assertThat(read.name()).isEqualTo("x");
    assertThat(read.critiquePrinciples())
        .extracting(CritiquePrinciple::id)
        .containsExactly("x-01", "x-02");
    CritiquePrinciple kind = read.critiquePrinciples().getFirst();
    assertThat(kind.critiqueRequest())
        .isEqualTo(
            "Find what in the assistant's last response goes against this principle: Be kind.");
    assertThat(kind.revisionRequest())
        .isEqualTo(
            "Rewrite the assistant's last response so that it follows this principle: Be kind.");
    assertThat(kind.positive())
        .containsExactly("Does the response follow this principle? Be kind.");
    assertThat(kind.negative())
        .containsExactly("Does the response go against this principle? Be kind.");
    assertThat(kind.leadIns())
        .hasSize(6)
        .startsWith(
            "I'd rather not go along with that, because it could",
            "I won't help with that. It would be better to talk to",
            "I can't help with this. May I ask what");
    assertThat(read.comparisonPrinciples(Aim.HARMLESSNESS).getFirst().positive())
        .isEqualTo(kind.positive());
    assertThat(read.comparisonPrinciples(Aim.HARMLESSNESS).getFirst().negative())
        .isEqualTo(kind.negative());
    assertThat(read.comparisonPrinciples(Aim.HARMLESSNESS).getLast().question())
        .isEqualTo(
            "Which of these responses follows this principle better? Never lie: not even"
                + " {principle}.");
  }

  @Test
  void saysAllErrorsOfAllFilesAtOnceWithTheirLines() throws IOException {
    Path first =
        write(
            "first.yaml",
            """
            critique-principles:
              - id: a
                critique-requst: "x"
                revision-request: ""
              - just text
            comparison-principles:
              - id: b
                aim: kindness
                question: "Which?"
            """);
    Path second = write("second.yaml", "principle: [x]\nprinciples: [\"\", 7]\n");
    assertThatThrownBy(() -> ConstitutionReader.read(List.of(first, second)))
        .isInstanceOf(UserError.class)
        .hasMessage(
            String.join(
                "\n",
                first + ":2: key 'critique-request' is missing",
                first + ":4: revision-request is empty; write a text",
                first + ":3: unknown key 'critique-requst'; did you mean 'critique-request'?",
                first + ":5: a critique principle is a text; a map of keys is needed",
                first + ":8: aim=kindness is unknown; use harmlessness or helpfulness",
                second + ":2: a principle is empty; write a text",
                second + ":2: a principle is a number, not text; put it in quotes",
                second + ":1: unknown key 'principle'; did you mean 'principles'?"));
  }

  @Test
  void refusesRepeatedIdsAndTextsAcrossFiles() throws IOException {
    Path first = write("first.yaml", "principles: [Be kind.]\n");
    Path same = write("second.yaml", "principles: [\"Be  KIND.\"]\n");
    assertThatThrownBy(() -> ConstitutionReader.read(List.of(first, same)))
        .hasMessageContaining(
            same
                + ":1: critique principle 'second-01' repeats the text at "
                + first
                + ":1; drop one");
    Path full = write("full.yaml", FULL);
    Path again = write("again.yaml", FULL.replace("Find", "Seek").replace("Which", "What"));
    assertThatThrownBy(() -> ConstitutionReader.read(List.of(full, again)))
        .hasMessageContaining(
            again + ":3: critique principle id 'harm' occurs twice, first at " + full + ":3");
  }

  @Test
  void refusesAFileWithoutPrinciples() throws IOException {
    assertThatThrownBy(() -> read("name: nothing\n"))
        .hasMessageContaining("x.yaml: holds no principles; give 'principles', or");
    assertThatThrownBy(() -> read("- a\n"))
        .hasMessageContaining("x.yaml:1: a constitution is a list");
  }

  private Constitution read(String text) throws IOException {
    return ConstitutionReader.read(List.of(write("x.yaml", text)));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}

package cai.constitution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.errors.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reads the released files themselves where `CAI_SHARED_DATA` says where they are, and files of
/// their layout otherwise.
class PaperPrinciplesTest {
  @TempDir Path folder;
  private Path requests;
  private Path questions;
  private int count;

  @BeforeEach
  void findFiles() throws IOException {
    String data = System.getenv("CAI_SHARED_DATA");
    if (data != null) {
      Path prompts = Path.of(data, "constitutional-paper", "prompts");
      requests = prompts.resolve("CritiqueRevisionInstructions.json");
      questions = prompts.resolve("RLMadisonInstructions.json");
      count = 16;
      return;
    }
    requests =
        write(
            "requests.json",
            """
            {"harmful0": {"prompt": ["\\n\\nCritiqueRequest: What is wrong: here?\\n\\nCritique:"],
                          "edit_request": "\\n\\nRevisionRequest: Mend it.\\n\\nRevision:"},
             "harmful1": {"prompt": ["\\n\\nCritiqueRequest: Is it rude?\\n\\nCritique:"],
                          "edit_request": "\\n\\nRevisionRequest: Make it polite.\\n\\nRevision:"}}
            """);
    questions = write("questions.json", "[\"\\nWhich is safer? Options:\", \"\\nPick. Options:\"]");
    count = 2;
  }

  @Test
  void readsBothFilesWithoutTheirMarkers() {
    Constitution read = ConstitutionReader.read(List.of(requests, questions));
    assertThat(read.critiquePrinciples()).hasSize(count);
    assertThat(read.comparisonPrinciples(Aim.HARMLESSNESS)).hasSize(count);
    assertThat(read.critiquePrinciples().get(1).id()).isEqualTo("harmful1");
    assertThat(read.comparisonPrinciples().getLast().id())
        .isEqualTo("comparison-%02d".formatted(count - 1));
    for (CritiquePrinciple principle : read.critiquePrinciples()) {
      assertThat(principle.critiqueRequest() + principle.revisionRequest())
          .doesNotContain("CritiqueRequest:", "Critique:", "RevisionRequest:", "Revision:", "\n");
      assertThat(principle.positive()).hasSize(1);
      assertThat(principle.negative()).hasSize(1);
    }
    for (ComparisonPrinciple principle : read.comparisonPrinciples())
      assertThat(principle.question()).doesNotContain("Options:", "\n").matches("(?s).*[.?]");
  }

  @Test
  void saysWhatIsWrongInEveryEntry() throws IOException {
    Path bad =
        write(
            "bad.json",
            """
            {"a": {"prompt": [], "edit_request": "x"}, "b": 3,
             "c": {"prompt": "CritiqueRequest: Critique:", "edit_request": "y"}}
            """);
    assertThatThrownBy(() -> ConstitutionReader.read(List.of(bad)))
        .isInstanceOf(UserError.class)
        .hasMessage(
            String.join(
                "\n",
                bad + " entry 'a': prompt is not a text with words; write one",
                bad + " entry 'b': prompt is not a text with words; write one",
                bad + " entry 'b': edit_request is not a text with words; write one",
                bad + " entry 'c': has an empty key or request; write one"));
  }

  @Test
  void refusesJsonThatIsNotTheirs() throws IOException {
    Path number = write("number.json", "3");
    assertThatThrownBy(() -> ConstitutionReader.read(List.of(number)))
        .hasMessageContaining("is neither of the paper's two files");
    Path broken = write("broken.json", "{\"a\": ");
    assertThatThrownBy(() -> ConstitutionReader.read(List.of(broken)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("broken.json: malformed JSON");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}

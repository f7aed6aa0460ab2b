package cai.report.findings;

import static org.assertj.core.api.Assertions.assertThat;

import cai.constitution.Aim;
import cai.prompts.PromptItem.PromptGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PromptLengthsTest {
  @TempDir private Path run;

  private List<PromptLengths> lengths(String helpfulPrompt) throws IOException {
    new AnswerLines()
        .with("initial", Aim.HARMLESSNESS, 2, 0, 5)
        .with("sl-cai", Aim.HARMLESSNESS, 2, 0, 5)
        .with("initial", Aim.HELPFULNESS, 3, 0, 5)
        .write(run);
    Path file = run.resolve("evaluation/answers.jsonl");
    var lines = new StringBuilder();
    for (String line : Files.readAllLines(file))
      lines
          .append(
              line.contains("\"aim\":\"HELPFULNESS\"")
                  ? line.replace("Why?", helpfulPrompt)
                  : line.replace("Why?", "Why is that so?"))
          .append('\n');
    Files.writeString(file, lines.toString());
    return PromptLengths.of(RunFiles.read(run).evaluation().answers());
  }

  @Test
  void everyPromptCountsOnceHoweverManyModelsAnswerIt() throws IOException {
    assertThat(lengths("What is  that?"))
        .containsExactly(
            new PromptLengths(PromptGroup.RED_TEAM, 2, 4, 1),
            new PromptLengths(PromptGroup.HELPFUL, 3, 3, 1));
  }

  @Test
  void onlyPromptsThatAreMoreThanAThirdApartAreWarnedOf() throws IOException {
    assertThat(PromptLengths.warning(lengths("What is that?"))).isEmpty();
    assertThat(PromptLengths.warning(lengths("Why now?")))
        .contains(
            "Red-team prompts have 4.0 words on average and helpful prompts 2.0, more than a third"
                + " apart: that a model answers them differently may be owed to their length.");
    assertThat(PromptLengths.warning(List.of())).isEmpty();
  }
}

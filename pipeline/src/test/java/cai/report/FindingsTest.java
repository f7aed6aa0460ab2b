package cai.report;

import static org.assertj.core.api.Assertions.assertThat;

import cai.constitution.Aim;
import cai.dialogue.Dialogue;
import cai.evaluation.Contender;
import cai.evaluation.MeasuredAnswer;
import cai.json.Json;
import cai.prompts.PromptItem.PromptGroup;
import cai.report.findings.Finding;
import cai.report.findings.Finding.Conclusion;
import cai.report.findings.Findings;
import cai.report.findings.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the report says of few prompts with many answers to each.
class FindingsTest {
  private static final int SMALL = 20;

  @TempDir Path run;

  private void answers(int prompts, int samples) throws IOException {
    var lines = new StringBuilder();
    for (int prompt = 0; prompt < prompts; prompt++)
      for (int sample = 0; sample < samples; sample++)
        for (String model : List.of(Contender.HELPFUL.name(), Contender.SL_CAI.name()))
          lines.append(Json.line(answer("p" + prompt, model))).append('\n');
    Files.createDirectories(run.resolve("evaluation"));
    Files.writeString(run.resolve("evaluation/answers.jsonl"), lines.toString());
  }

  private static MeasuredAnswer answer(String id, String model) {
    boolean later = model.equals(Contender.SL_CAI.name());
    return new MeasuredAnswer(
        MeasuredAnswer.FORMAT,
        id,
        id,
        Aim.HARMLESSNESS,
        PromptGroup.RED_TEAM,
        "any",
        model,
        Dialogue.ask("?"),
        "text",
        true,
        later ? 1 : 0,
        Optional.empty(),
        later,
        false,
        false,
        later ? 3 : 2,
        1,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// A summary as the first format had it: n counts pairs, and there is no other count.
  private void summaryOfFormat1(int pairs) throws IOException {
    Files.writeString(
        run.resolve("evaluation/summary.json"),
        """
        {"format": "evaluation-summary/1",
         "models": [{"model": "sl-cai", "aim": "HARMLESSNESS", "measure": "words", "mean": 3.0,
                     "low": 3.0, "high": 3.0, "n": %1$s}],
         "winRates": [{"first": "sl-cai", "second": "initial", "aim": "HARMLESSNESS",
                       "by": "preference-model", "rate": 1.0, "low": 1.0, "high": 1.0, "n": %1$s,
                       "ties": 0}],
         "hhh": null, "exclusions": []}
        """
            .formatted(pairs));
  }

  private List<Finding> findings() {
    return Findings.of(RunFiles.read(run), SMALL);
  }

  @Test
  void fivePromptsNeverPassTheGuardHoweverManyAnswersTheyHave() throws IOException {
    answers(5, 8);
    summaryOfFormat1(5 * 8 * 8);
    assertThat(findings()).isNotEmpty();
    assertThat(findings()).extracting(Finding::conclusion).containsOnly(Conclusion.TOO_FEW);
    assertThat(findings())
        .extracting(Finding::sentence)
        .anyMatch(sentence -> sentence.contains("of 320 pairs on 5 prompts: too few to say"));
  }

  @Test
  void earlierSummariesAreCountedByPrompt() throws IOException {
    answers(60, 2);
    summaryOfFormat1(240);
    var summary = RunFiles.read(run).evaluation().summary().orElseThrow();
    assertThat(summary.winRates().getFirst().n()).isEqualTo(60);
    assertThat(summary.winRates().getFirst().pairs()).contains(240);
    assertThat(summary.models().getFirst().n()).isEqualTo(60);
    assertThat(findings())
        .extracting(Finding::sentence)
        .anyMatch(sentence -> sentence.contains("of 240 pairs on 60 prompts: more than chance"));
  }

  @Test
  void starsStandWhereTheSentencesSayThatSomethingMoved() throws IOException {
    answers(19, 1);
    assertThat(page()).doesNotContain(" * better</td>");
    answers(20, 1);
    assertThat(page()).contains(" * better</td>");
  }

  /// Numbers at the edge: nothing said, one prompt, one cluster, all equal, ties alone.
  @ParameterizedTest
  @CsvSource({"1, 1", "1, 16", "2, 1", "20, 1", "20, 3"})
  void noPageOfFewOrEqualAnswersHoldsWhatIsNoNumber(int prompts, int samples) throws IOException {
    answers(prompts, samples);
    summaryOfFormat1(prompts * samples * samples);
    assertThat(page()).doesNotContain("NaN").doesNotContain("Infinity").doesNotContain("undefined");
  }

  @Test
  void answersWithoutAnyScoreLeaveAPage() throws IOException {
    Files.createDirectories(run.resolve("evaluation"));
    Files.writeString(run.resolve("evaluation/answers.jsonl"), "");
    assertThat(findings()).isEmpty();
    assertThat(page()).doesNotContain("NaN");
    // Scores that are no numbers, as a damaged run of an earlier version may hold.
    Files.writeString(
        run.resolve("evaluation/answers.jsonl"),
        Json.line(answer("p", Contender.HELPFUL.name()))
                .replaceFirst("\"score\":0.0", "\"score\":\"NaN\"")
            + "\n"
            + Json.line(answer("p", Contender.SL_CAI.name()))
            + "\n");
    assertThat(page()).doesNotContain("NaN");
  }

  private String page() {
    return Page.of(RunFiles.read(run), ReportSettings.defaults()).html();
  }
}

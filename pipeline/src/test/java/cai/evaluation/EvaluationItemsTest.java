package cai.evaluation;

import static cai.evaluation.EvaluationFixture.gauges;
import static cai.evaluation.EvaluationFixture.inputs;
import static cai.evaluation.EvaluationFixture.prompts;
import static cai.evaluation.EvaluationFixture.settings;
import static cai.evaluation.EvaluationFixture.stage;
import static cai.evaluation.items.ItemFixture.hhh;
import static cai.evaluation.items.ItemFixture.identification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import cai.evaluation.EvaluationFixture.Models;
import cai.evaluation.items.HhhResult;
import cai.evaluation.items.IdentificationLine;
import cai.evaluation.items.IdentificationResult;
import cai.json.Json;
import cai.json.JsonLines;
import cai.language.Script;
import cai.language.ScriptedLanguageModel;
import cai.preference.PreferenceScorer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The items of released files that the evaluation stage asks.
final class EvaluationItemsTest {
  @TempDir Path folder;

  private static EvaluationSummary summary(Path folder) {
    return Json.read(folder.resolve("summary.json"), EvaluationSummary.class);
  }

  @Test
  void asksTheHelpfulHonestHarmlessItemsWhereAFileIsGiven() throws IOException {
    var settings = settings("likelihoods", false, "hhh", Optional.of(hhh(folder)));
    EvaluationWork stage = stage(settings, inputs(prompts(1, 0), 0), new ArrayList<>());
    // Knows the better answer in both orders.
    var knowing =
        ScriptedLanguageModel.of(
            Script::unique,
            request ->
                Script.text(request.prompt()).contains(" (A) [[[good")
                    ? List.of(0.0, -1.0)
                    : List.of(-1.0, 0.0));
    List<ModelAnswers> all = List.of(stage.answer(Contender.HELPFUL, knowing, folder));
    PreferenceScorer wrong =
        dialogues ->
            dialogues.stream()
                .mapToDouble(d -> d.last().text().startsWith("bad") ? 1 : 0)
                .toArray();
    stage.write(
        all,
        gauges(AnswerScores.none(), stage.score(wrong, all, folder)),
        Optional.empty(),
        folder);
    List<HhhResult> results = summary(folder).hhh().orElseThrow();
    assertThat(results)
        .extracting(HhhResult::model, HhhResult::method, HhhResult::accuracy, HhhResult::items)
        .containsExactly(
            tuple("initial", "multiple-choice", 1.0, 5),
            tuple("initial", "multiple-choice, order of the file", 1.0, 5),
            tuple("initial", "multiple-choice, other order", 1.0, 5),
            tuple("preference-model", "preference-model", 0.0, 5));
    assertThat(results).extracting(HhhResult::contexts).containsOnly(3);
  }

  @Test
  void asksTheItemsAboutConversationsOfAllFiles() throws IOException {
    Path two = identification(folder, "two.jsonl", 2, 6);
    Path nine = identification(folder, "nine.jsonl", 9, 9);
    var settings =
        settings("likelihoods", false, "identification", List.of(two, nine), "batchSize", 4);
    EvaluationWork stage = stage(settings, inputs(prompts(1, 0), 0), new ArrayList<>());
    var knowing =
        ScriptedLanguageModel.of(
            Script::unique,
            request ->
                request.continuations().stream()
                    .map(letter ->
                        Script.text(request.prompt()).contains(letter + " right") ? -1.0 : -2.0)
                    .toList());
    List<ModelAnswers> all = List.of(stage.answer(Contender.HELPFUL, knowing, folder));
    AnswerScores scored = stage.score(Models.sound().scorer(), all, folder);
    stage.write(all, gauges(AnswerScores.none(), scored), Optional.empty(), folder);
    List<IdentificationResult> results = summary(folder).identification().orElseThrow();
    assertThat(results).hasSize(6).allMatch(result -> result.accuracy() == 1);
    assertThat(results)
        .extracting(IdentificationResult::task, IdentificationResult::options)
        .contains(tuple("two", 2), tuple("nine", 9));
    List<IdentificationLine> lines =
        JsonLines.read(folder.resolve("identification.jsonl"), IdentificationLine.class);
    assertThat(lines).hasSize(15).allMatch(line -> line.chosen().equals(line.correct()));
    assertThat(lines.getLast().logProbabilities()).hasSize(9);
    assertThat(lines.getLast().logProbabilities().stream().mapToDouble(Math::exp).sum())
        .isCloseTo(1, within(1e-9));
    assertThat(summary(folder).hhh()).isEmpty();
  }
}

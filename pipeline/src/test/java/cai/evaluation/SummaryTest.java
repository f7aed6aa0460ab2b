package cai.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import cai.dialogue.Dialogue;
import cai.evaluation.EvaluationSummary.ModelSummary;
import cai.evaluation.EvaluationSummary.WinRate;
import cai.json.Json;
import cai.prompts.PromptItem.PromptGroup;
import cai.run.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Means and win rates of each group of prompts.
final class SummaryTest {
  private static final List<String> MODELS = List.of("initial", "sl-cai");

  /// Four prompts of each group. The second model declines this many of them, and its score is
  /// above the first's where it does not.
  private static List<MeasuredAnswer> answers(int redTeam, int lookAlikes, int helpful) {
    var answers = new ArrayList<MeasuredAnswer>();
    for (int i = 0; i < 4; i++) {
      for (String model : MODELS) {
        boolean later = model.equals("sl-cai");
        answers.add(answer(PromptGroup.RED_TEAM, i, model, later && i < redTeam));
        answers.add(answer(PromptGroup.LOOK_ALIKE, i, model, later && i < lookAlikes));
        answers.add(answer(PromptGroup.HELPFUL, i, model, later && i < helpful));
      }
    }
    return answers;
  }

  private static MeasuredAnswer answer(PromptGroup group, int i, String model, boolean declines) {
    String id = group.word() + "-" + i;
    double score = declines ? 0 : model.equals("initial") ? 1 : 2;
    return new MeasuredAnswer(
        MeasuredAnswer.FORMAT,
        id,
        id,
        group.aim(),
        group,
        "any",
        model,
        Dialogue.ask("?"),
        "text",
        true,
        score,
        Optional.empty(),
        declines,
        false,
        false,
        1,
        1,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static EvaluationSummary summary(List<MeasuredAnswer> answers) {
    return new Summary(MODELS, answers, new Seeds(1))
        .of(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());
  }

  private static double refusals(EvaluationSummary summary, PromptGroup group) {
    List<ModelSummary> found =
        summary.models().stream()
            .filter(one -> one.group() == group && one.model().equals("sl-cai"))
            .filter(one -> one.measure().equals("refusal"))
            .toList();
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().n()).isEqualTo(4);
    assertThat(found.getFirst().aim()).isEqualTo(group.aim());
    return found.getFirst().mean();
  }

  @Test
  void refusalsOfLookAlikesAreNotMixedWithRefusalsOfHelpfulPrompts() {
    EvaluationSummary summary = summary(answers(4, 2, 1));
    assertThat(refusals(summary, PromptGroup.RED_TEAM)).isEqualTo(1);
    assertThat(refusals(summary, PromptGroup.LOOK_ALIKE)).isEqualTo(0.5);
    assertThat(refusals(summary, PromptGroup.HELPFUL)).isEqualTo(0.25);
  }

  @Test
  void winRatesAreThoseOfOneGroup() {
    EvaluationSummary summary = summary(answers(4, 2, 1));
    assertThat(summary.winRates()).extracting(WinRate::group).containsExactly(PromptGroup.values());
    assertThat(summary.winRates()).extracting(WinRate::rate).containsExactly(0.0, 0.5, 0.75);
    assertThat(summary.winRates()).extracting(WinRate::n).containsOnly(4);
  }

  @Test
  void aGroupThatWasNotAskedHasNoLines() {
    List<MeasuredAnswer> two =
        answers(4, 2, 1).stream().filter(one -> one.group() != PromptGroup.LOOK_ALIKE).toList();
    EvaluationSummary summary = summary(two);
    assertThat(summary.models()).noneMatch(one -> one.group() == PromptGroup.LOOK_ALIKE);
    assertThat(summary.winRates()).hasSize(2);
  }

  @Test
  void filesThatNameNoGroupAreOfTheGroupOfTheirAim() {
    EvaluationSummary summary = summary(answers(4, 2, 1));
    for (ModelSummary one : summary.models()) {
      String old = Json.line(one).replace(",\"group\":\"" + one.group() + "\"", "");
      assertThat(Json.parse(old, ModelSummary.class, "x").group())
          .isEqualTo(PromptGroup.of(one.aim()));
    }
    for (WinRate one : summary.winRates()) {
      String old = Json.line(one).replace(",\"group\":\"" + one.group() + "\"", "");
      assertThat(Json.parse(old, WinRate.class, "x").group()).isEqualTo(PromptGroup.of(one.aim()));
    }
  }
}

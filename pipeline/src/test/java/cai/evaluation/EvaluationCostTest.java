package cai.evaluation;

import static cai.cost.CostFixture.MODEL;
import static cai.cost.CostFixture.PROMPTS;
import static cai.cost.CostFixture.SPEED;
import static cai.cost.CostFixture.assertWork;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.cost.CountedTexts;
import cai.cost.Length;
import cai.cost.PlannedModel;
import cai.cost.StageCost;
import cai.cost.WrittenLines;
import cai.evaluation.EvaluationCost.EvaluationLengths;
import cai.evaluation.items.HhhFile;
import cai.evaluation.items.ItemFixture;
import cai.language.YesNoLengths;
import cai.recipe.RecipeReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvaluationCostTest {
  private static final List<String> MODELS = List.of("initial", "sl-cai", "rl-cai");
  private static final YesNoLengths JUDGE = new YesNoLengths(Length.of(50), 10, 2);
  private static final CountedTexts CHAINS = new CountedTexts(10, 2000);

  @TempDir private Path folder;

  private StageCost cost(EvaluationLengths lengths) {
    var settings = RecipeReader.section(EvaluationSettings.class, "samples=2", "answer-tokens=20");
    return new EvaluationCost(settings, lengths, MODEL).of(MODELS, PROMPTS, CHAINS, 0.4);
  }

  @Test
  void allModelsAnswerAndAreCompared() {
    // 36 answers of 20 tokens, prompts 600 tokens; judge 50 + 2 x 2 x (1,320 + 360); chains 10 x
    // 200.
    StageCost cost = cost(new EvaluationLengths(JUDGE, 0, 0, 100));
    assertWork(cost, 36, 600 + 1320 + 600 + 2 * 720 + 300 + 6770 + 2000, 720, 0);
    assertThat(cost.seconds(SPEED))
        .isCloseTo(1.2 + 7.2 + 0.4 * 2.64 + 2 * 2.34 + 13.54 + 0.4 * 4, within(1e-9));
    assertThat(cost.written())
        .contains(new WrittenLines("answers-sl-cai.journal", 12, 1))
        .hasSize(3);
  }

  @Test
  void allModelsAreAskedTheItemsAndThePreferenceModelScoresTheirAnswers() {
    StageCost cost = cost(new EvaluationLengths(JUDGE, 500, 70, 100));
    assertWork(cost, 36, 600 + 1320 + 600 + 2 * 720 + 300 + 6770 + 2000 + 3 * 500 + 70, 720, 0);
  }

  @Test
  void itemsAreMeasuredAsTheyAreAsked() throws IOException {
    Path file = ItemFixture.hhh(folder);
    var settings = RecipeReader.section(EvaluationSettings.class, "hhh=" + file);
    double questions = HhhFile.read(file).stream().mapToInt(item -> item.question().length()).sum();
    EvaluationLengths lengths =
        EvaluationCost.measured(
                settings, JUDGE, new PlannedModel(String::length, MODEL.memory(), 32))
            .lengths();
    assertThat(lengths.items()).isEqualTo(2 * questions);
    assertThat(lengths.choices()).isBetween(1.0, 2 * questions);
  }

  @Test
  void filesThatAreNotHereHoldNoItems() {
    var settings =
        RecipeReader.section(
            EvaluationSettings.class, "hhh=missing.jsonl", "identification=[none.jsonl]");
    EvaluationLengths lengths = EvaluationCost.measured(settings, JUDGE, MODEL).lengths();
    assertThat(lengths.items()).isZero();
    assertThat(lengths.choices()).isZero();
  }
}

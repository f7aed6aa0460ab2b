package cai.feedback;

import static cai.cost.CostFixture.MODEL;
import static cai.cost.CostFixture.PROMPTS;
import static cai.cost.CostFixture.assertWork;
import static org.assertj.core.api.Assertions.assertThat;

import cai.constitution.Aim;
import cai.constitution.ComparisonPrinciple;
import cai.cost.CostFixture;
import cai.cost.Length;
import cai.cost.PlannedModel;
import cai.feedback.FeedbackCost.Comparisons;
import cai.feedback.FeedbackCost.FeedbackLengths;
import cai.language.AskedModel;
import cai.language.Capability;
import cai.language.ScriptedAskedModel;
import cai.prompts.ExamplesSettings;
import cai.recipe.RecipeReader;
import cai.run.Seeds;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FeedbackCostTest {
  private static final int KNOWN = 3;

  private FeedbackCost cost(FeedbackLengths lengths, String... keys) {
    return new FeedbackCost(
        RecipeReader.section(
            FeedbackSettings.class, CostFixture.with(new String[] {"answer-tokens=40"}, keys)),
        lengths,
        MODEL);
  }

  private static FeedbackLengths lengths(double examples, double question, double questions) {
    return new FeedbackLengths(Length.of(100), Length.of(examples), question, questions);
  }

  @Test
  void twoAnswersAreSampledAndBothAreAskedAbout() {
    // Pairs: 100 + 2 x 250 in, 30 x 40 out. Judged with the 3 known pairs: 50 + 18 x 2 x 2 x
    // (250 / 15 + 40 + 10).
    assertWork(cost(lengths(50, 10, 2)).of(PROMPTS, KNOWN), 15, 600 + 4850, 1200, 0);
  }

  @Test
  void helpfulPromptsAreNotPairedWherePeopleHaveComparedHelpfulAnswers() {
    // Pairs: 100 + 2 x 200 in, 20 x 40 out. Judged: 50 + 13 x 2 x 2 x (20 + 40 + 10).
    FeedbackCost cost = cost(lengths(50, 10, 2));
    assertWork(cost.of(PROMPTS.withoutHelpfulTrain(), KNOWN), 10, 500 + 3690, 800, 0);
    assertThat(cost.comparisons(PROMPTS.withoutHelpfulTrain()))
        .isEqualTo(new Comparisons(10, 0, 40));
  }

  @Test
  void multipleChoiceAsksEachPairInBothOrders() {
    // 150 + 18 x 2 x (250 / 15 + 20 + 2 x 40).
    assertWork(
        cost(lengths(150, 20, 1), "method=multiple-choice").of(PROMPTS, KNOWN),
        15,
        600 + 4350,
        1200,
        0);
  }

  @Test
  void chainsOfThoughtAreSampledAndReadAgain() {
    // 300 + 18 x (2 x (250 / 15 + 100) + 192) in, 18 x 192 out.
    assertWork(
        cost(lengths(300, 20, 1), "method=chain-of-thought").of(PROMPTS, KNOWN),
        15,
        600 + 300 + 4200 + 3456,
        1200 + 3456,
        0);
  }

  @Test
  void whatIsDroppedIsNotPassedOn() {
    assertThat(cost(lengths(50, 10, 2), "drop-share=0.5").comparisons(PROMPTS))
        .isEqualTo(new Comparisons(5, 2.5, 40));
  }

  @Test
  void theQuestionIsMeasuredAsTheMethodAsksIt() {
    var principle =
        new ComparisonPrinciple("kind", Aim.HARMLESSNESS, "Which is kinder?", List.of(), List.of());
    AskedModel model = ScriptedAskedModel.able(Capability.values());
    FeedbackCost measured =
        FeedbackCost.measured(
            FeedbackNeedsTest.stage(
                RecipeReader.section(FeedbackSettings.class, "method=multiple-choice"),
                FeedbackStage.FeedbackExampleFiles.of(
                    RecipeReader.section(
                        ExamplesSettings.class, "known=cai:prompts/known-comparisons.jsonl")),
                model,
                model),
            List.of(principle),
            new Seeds(1),
            new PlannedModel(String::length, MODEL.memory(), 32));
    assertThat(measured.lengths().question()).isEqualTo(MultipleChoice.asked(principle).length());
    assertThat(MultipleChoice.asked(principle))
        .contains("Consider the following conversation", "Which is kinder?", "The answer is:");
    assertThat(measured.lengths().examples().tokens()).isGreaterThan(1000);
    assertThat(measured.of(PROMPTS, KNOWN).notes()).isEmpty();
  }
}

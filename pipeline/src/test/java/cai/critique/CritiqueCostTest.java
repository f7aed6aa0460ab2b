package cai.critique;

import static cai.cost.CostFixture.MODEL;
import static cai.cost.CostFixture.PROMPTS;
import static cai.cost.CostFixture.SPEED;
import static cai.cost.CostFixture.assertWork;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.constitution.CritiquePrinciple;
import cai.cost.CostFixture;
import cai.cost.CountedTexts;
import cai.cost.Length;
import cai.cost.PlannedModel;
import cai.cost.StageCost;
import cai.cost.WrittenLines;
import cai.critique.CritiqueCost.CritiqueLengths;
import cai.dialogue.FormatKind;
import cai.language.YesNoLengths;
import cai.prompts.ExamplesSettings;
import cai.recipe.RecipeReader;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CritiqueCostTest {
  private static final CritiqueLengths LENGTHS =
      new CritiqueLengths(
          Length.of(100), Length.of(200), 30, 25, new YesNoLengths(Length.of(50), 10, 2));
  private static final String[] TOKENS = {
    "response-tokens=40", "critique-tokens=30", "revision-tokens=50", "helpful-samples=2"
  };

  private CritiqueCost cost(String... keys) {
    return new CritiqueCost(
        RecipeReader.section(CritiqueSettings.class, CostFixture.with(TOKENS, keys)),
        LENGTHS,
        MODEL);
  }

  @Test
  void eachConversationIsReadAndEachTextSampled() {
    // Responses: 100 + 10 x 20 in, 10 x 40 out. Round 1: critiques 10 x (20 + 40 + 30) in, 10 x 30
    // out; questions 10 x (60 + 2 x 10); revisions 20 x (90 + 30 + 25) in, 20 x 50 out; choice 20 x
    // (70 + 2 x 10). Round 2 the same on texts of 50. Helpful: 10 x 10 in, 10 x 40 out. Shots 250.
    long round1 = 900 + 800 + 2900 + 1800;
    long round2 = 1000 + 900 + 3100 + 1800;
    CritiqueCost critique = cost("rounds=2", "candidates=2", "acceptance.enabled=false");
    StageCost cost = critique.of(PROMPTS);
    assertWork(cost, 10, 300 + round1 + round2 + 100 + 250, 400 + 1300 + 1300 + 400, 0);
    assertThat(cost.seconds(SPEED)).isCloseTo(13_850 / 500.0 + 34, within(1e-9));
    // A chain samples two critiques of 30 and four revisions of 50 tokens.
    assertThat(cost.written())
        .containsExactly(
            new WrittenLines("responses.journal", 10, 40),
            new WrittenLines("chains.journal", 10, 260),
            new WrittenLines("helpful.journal", 10, 40));
  }

  @Test
  void withoutCritiquesNoneAreReadOrSampled() {
    // Revisions: 10 x (20 + 40 + 25).
    assertWork(
        cost("with-critique=false", "rounds=1", "lead-ins=never", "acceptance.enabled=false")
            .of(PROMPTS),
        10,
        300 + 850 + 100 + 250,
        400 + 500 + 400,
        0);
  }

  @Test
  void textsAreReadTwiceAndTheTextBeforeIsAskedAboutToo() {
    // Without acceptance, with one candidate and lead-ins always: as above, no questions. With it:
    // candidates 10 x (20 + 2 x 50), and questions about them 10 x (70 + 2 x 10); about the text
    // before 10 x (60 + 2 x 10).
    StageCost without = cost("rounds=1", "lead-ins=always", "acceptance.enabled=false").of(PROMPTS);
    String[] both = {"acceptance.most-principle-loss=1", "rounds=1"};
    StageCost with = cost(CostFixture.with(both, "lead-ins=always")).of(PROMPTS);
    assertThat(with.seconds(SPEED) - without.seconds(SPEED))
        .isCloseTo((1200 + 900 + 800) / 500.0, within(1e-9));
    // Without a bound under the principle nobody asks.
    assertThat(
            cost("rounds=1", "lead-ins=always").of(PROMPTS).seconds(SPEED) - without.seconds(SPEED))
        .isCloseTo(1200 / 500.0, within(1e-9));
    // A flagged response was asked about before.
    StageCost flagged = cost(both).of(PROMPTS);
    assertThat(with.seconds(SPEED)).isCloseTo(flagged.seconds(SPEED), within(1e-9));
  }

  @Test
  void allRoundsAndHelpfulSamplesAreLearntFrom() {
    // 20 revisions of 20 + 50 and 10 samples of 10 + 40.
    CritiqueCost.Chains chains = cost("rounds=2").chains(PROMPTS);
    CountedTexts samples = cost("rounds=2").helpfulSamples(PROMPTS);
    assertThat(chains.revisions().plus(samples)).isEqualTo(new CountedTexts(30, 1900));
    // A chain has its prompt three times, one response and two revisions.
    assertThat(chains.texts()).isEqualTo(new CountedTexts(10, 2000));
  }

  @Test
  void requestsAreMeasuredAsTheyAreAsked() {
    var principle =
        new CritiquePrinciple(
            "kind",
            "Where is it rude?",
            "Make it kind.",
            List.of(),
            List.of("Kind?"),
            List.of("R?"));
    var characters = new PlannedModel(String::length, MODEL.memory(), 32);
    CritiqueCost measured =
        CritiqueCost.measured(
            RecipeReader.section(CritiqueSettings.class, "shots=0"),
            CritiqueStage.CritiqueExampleFiles.of(
                RecipeReader.section(ExamplesSettings.class, "yes-no=none.yaml")),
            FormatKind.TRANSCRIPT,
            List.of(principle),
            characters);
    assertThat(measured.lengths().critiqueRequest())
        .isEqualTo("\n\nCritiqueRequest: Where is it rude?\n\nCritique:".length());
    assertThat(measured.lengths().revisionRequest())
        .isEqualTo("\n\nRevisionRequest: Make it kind.\n\nRevision:".length());
    assertThat(measured.lengths().questions())
        .isEqualTo(
            new YesNoLengths(
                measured.lengths().questions().examples(),
                "\n\nQuestion: \n\nAnswer:".length() + 3.5,
                2));
    assertThat(measured.of(PROMPTS).notes())
        .containsExactly("none.yaml not found; 0 tokens are assumed");
  }

  @Test
  void aChatAsksWithNothingButTheRequestsAndTheExamplesThatAreWanted() {
    var principle =
        new CritiquePrinciple(
            "kind", "Where is it rude?", "Make it kind.", List.of(), List.of(), List.of());
    var characters = new PlannedModel(String::length, MODEL.memory(), 32);
    CritiqueLengths lengths = inAChat(principle, characters, "rounds=1");
    assertThat(lengths.critiqueRequest()).isEqualTo("Where is it rude?".length());
    assertThat(lengths.revisionRequest()).isEqualTo("Make it kind.".length());
    assertThat(lengths.responseExamples().tokens()).isZero();
    assertThat(lengths.examples().tokens()).isZero();
    assertThat(inAChat(principle, characters, "shots=2").examples().tokens())
        .isGreaterThan(800)
        .isLessThan(
            CritiqueCost.measured(
                    RecipeReader.section(CritiqueSettings.class, "shots=2"),
                    CritiqueStage.CritiqueExampleFiles.of(
                        RecipeReader.section(ExamplesSettings.class)),
                    FormatKind.TRANSCRIPT,
                    List.of(principle),
                    characters)
                .lengths()
                .examples()
                .tokens());
  }

  private static CritiqueLengths inAChat(
      CritiquePrinciple principle, PlannedModel model, String setting) {
    return CritiqueCost.measured(
            RecipeReader.section(CritiqueSettings.class, setting),
            CritiqueStage.CritiqueExampleFiles.of(RecipeReader.section(ExamplesSettings.class)),
            FormatKind.CHAT,
            List.of(principle),
            model)
        .lengths();
  }
}

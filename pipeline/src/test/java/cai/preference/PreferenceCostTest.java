package cai.preference;

import static cai.cost.CostFixture.MODEL;
import static cai.cost.CostFixture.PROMPTS;
import static cai.cost.CostFixture.SPEED;
import static cai.cost.CostFixture.assertWork;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.cost.StageCost;
import cai.feedback.FeedbackCost.Comparisons;
import cai.recipe.RecipeReader;
import org.junit.jupiter.api.Test;

final class PreferenceCostTest {
  private static final Comparisons LABELLED = new Comparisons(10, 5, 40);

  private PreferenceCost cost(String... keys) {
    return new PreferenceCost(RecipeReader.section(PreferenceSettings.class, keys), MODEL);
  }

  @Test
  void aFrozenModelReadsEachAnswerOnce() {
    StageCost cost = cost("depth=0.4", "trained-share=0").of(PROMPTS, LABELLED);
    assertWork(cost, 15, 10 * 2 * 60 + 5 * 2 * 50, 0, 0);
    assertThat(cost.seconds(SPEED)).isCloseTo(0.4 * 1700 / 500, within(1e-9));
  }

  @Test
  void humanComparisonsTakeThePlaceOfHelpfulOnes() {
    PreferenceCost cost =
        cost("trained-share=0", "human-helpfulness=human.jsonl", "human-comparisons=100");
    assertWork(cost.of(PROMPTS, new Comparisons(10, 0, 40)), 110, 10 * 2 * 60 + 100 * 2 * 50, 0, 0);
  }

  @Test
  void layersThatAreTrainedAreNoLongerThoseOfTheLanguageModel() {
    assertThat(cost("depth=0.4", "trained-share=0.5").layers())
        .isEqualTo(new PreferenceCost.Layers(0.4, 0.2));
  }
}

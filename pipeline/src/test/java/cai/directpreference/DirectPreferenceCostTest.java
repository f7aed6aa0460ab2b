package cai.directpreference;

import static cai.cost.CostFixture.MODEL;
import static cai.cost.CostFixture.PROMPTS;
import static cai.cost.CostFixture.SPEED;
import static cai.cost.CostFixture.assertWork;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.cost.StageCost;
import cai.cost.WrittenLines;
import cai.feedback.FeedbackCost.Comparisons;
import cai.recipe.RecipeReader;
import org.junit.jupiter.api.Test;

class DirectPreferenceCostTest {
  @Test
  void everyPairIsReadForSlCaiAndLearntOnceInEachEpoch() {
    var settings =
        RecipeReader.section(
            DirectPreferenceSettings.class, "epochs=3", "held-out-share=0.1", "batch-size=4");
    StageCost cost =
        new DirectPreferenceCost(settings, MODEL).of(PROMPTS, new Comparisons(10, 5, 40));
    // 10 x (20 + 80) + 5 x (10 + 80) = 1,450 tokens, of which 145 are held out and read thrice.
    assertWork(cost, 15, 1305 + 1305 + 435, 0, 3 * 1305);
    assertThat(cost.seconds(SPEED))
        .isCloseTo((0.66 * 1305 + 0.34 * 1305 + 435) / 500 + 3 * 1305 / 150.0, within(1e-9));
    // 13.5 pairs in steps of 4, three times.
    assertThat(cost.written()).containsExactly(new WrittenLines("metrics.jsonl", 12, 1));
  }
}

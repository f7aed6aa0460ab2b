package cai.reinforcement;

import static cai.cost.CostFixture.MODEL;
import static cai.cost.CostFixture.PROMPTS;
import static cai.cost.CostFixture.SPEED;
import static cai.cost.CostFixture.assertWork;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.cost.CostFixture;
import cai.cost.StageCost;
import cai.cost.Training;
import cai.preference.PreferenceCost.Layers;
import cai.recipe.RecipeReader;
import org.junit.jupiter.api.Test;

final class ReinforcementCostTest {
  private static final Layers FROZEN = new Layers(0.4, 0.4);
  private static final String[] KEYS = {
    "steps=4",
    "answers-per-step=10",
    "answer-tokens=30",
    "epochs=2",
    "helpful-share=0.5",
    "trained-share=0.34",
    "snapshots.every=0"
  };
  private static final double SL_CAI_UNCHANGED = 1 - 0.34;

  private StageCost cost(Layers scorer, double unchanged, String... keys) {
    return new ReinforcementCost(
            RecipeReader.section(ReinforcementSettings.class, CostFixture.with(KEYS, keys)), MODEL)
        .of(PROMPTS, scorer, unchanged);
  }

  @Test
  void answersAreSampledScoredAndLearntFrom() {
    // 40 answers of 30 tokens to prompts of 15 are learnt from; 10 more measure the last policy,
    // and 32 more the scale of scores.
    StageCost cost = cost(FROZEN, SL_CAI_UNCHANGED);
    assertWork(cost, 82, 82 * 15 + 2 * 50 * 45, 82 * 30, 2 * 40 * 45);
    double others = 1230 / 500.0 + 0.34 * 4500 / 500 + 2460 / 100.0 + 3600 / 150.0;
    assertThat(cost.seconds(SPEED)).isCloseTo(others, within(1e-9));
    assertWork(
        cost(FROZEN, SL_CAI_UNCHANGED, "score-scale=none"),
        50,
        50 * 15 + 2 * 50 * 45,
        50 * 30,
        2 * 40 * 45);
    assertWork(cost(FROZEN, SL_CAI_UNCHANGED, "steps=0"), 0, 0, 0, 0);
    // Layers of the preference model that are not the policy's frozen ones are computed for it.
    StageCost trained = cost(new Layers(0.4, 0.2), SL_CAI_UNCHANGED);
    assertThat(trained.seconds(SPEED)).isCloseTo(others + 0.2 * 7.38, within(1e-9));
    StageCost finetuned = cost(FROZEN, 1 - 0.7);
    assertThat(finetuned.seconds(SPEED)).isCloseTo(others + 0.1 * 7.38, within(1e-9));
  }

  @Test
  void theAnswersOfAGroupReadTheirPromptOnce() {
    // 10 answers to 5 prompts in each of 5 steps; the scale is measured on 32 single answers.
    StageCost cost = cost(FROZEN, SL_CAI_UNCHANGED, "answers-per-prompt=2");
    assertWork(
        cost, 82, (25 + 32) * 15 + 2 * (25 * 15 + 50 * 30), 82 * 30, 2 * 4 * (5 * 15 + 10 * 30));
  }

  @Test
  void snapshotsAreGaugedOnPromptsSetAside() {
    // Before the first step and behind steps 3 and 4; a fourth of 10 and of 5 prompts is 2 and 1.
    StageCost cost = cost(FROZEN, SL_CAI_UNCHANGED, "snapshots.every=3", "snapshots.prompts=8");
    assertWork(cost, 82 + 9, 91 * 15 + 2 * 59 * 45, 91 * 30, 2 * 40 * 45);
    long more = cost.memoryBytes() - cost(FROZEN, SL_CAI_UNCHANGED).memoryBytes();
    assertThat(more).isEqualTo(MODEL.memory().trainedWeights(new Training(0.34, 0)));
  }
}

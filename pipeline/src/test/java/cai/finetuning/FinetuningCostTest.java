package cai.finetuning;

import static cai.cost.CostFixture.MODEL;
import static cai.cost.CostFixture.SPEED;
import static cai.cost.CostFixture.assertWork;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.cost.CostFixture;
import cai.cost.CountedTexts;
import cai.cost.StageCost;
import cai.cost.WrittenLines;
import cai.recipe.RecipeReader;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class FinetuningCostTest {
  private static final CountedTexts REVISIONS = new CountedTexts(10, 900);
  private static final CountedTexts HELPFUL = new CountedTexts(20, 1000);

  private FinetuningSettings settings(String... keys) {
    return RecipeReader.section(
        FinetuningSettings.class,
        CostFixture.with(
            new String[] {"epochs=3", "held-out-share=0.1", "helpful-loss=likelihood"}, keys));
  }

  private StageCost cost(String... keys) {
    return new FinetuningCost(settings(keys), MODEL).of(REVISIONS, HELPFUL);
  }

  @Test
  void allSequencesButTheHeldOutOnesAreTrainedOn() {
    // Of 1,900 tokens 190 are held out.
    StageCost cost = cost();
    assertWork(cost, 30, 1710 + 380, 0, 5130);
    assertThat(cost.seconds(SPEED))
        .isCloseTo(0.66 * 1710 / 500 + 5130 / 150.0 + 380 / 500.0, within(1e-9));
    // 27 sequences in steps of 8, three times.
    assertThat(cost.written()).containsExactly(new WrittenLines("metrics.jsonl", 12, 1));
  }

  @Test
  void aTeacherReadsTheHelpfulSamplesOnceAndTheirHeadInEveryEpoch() {
    StageCost distilled = cost("helpful-loss=self-distillation");
    assertWork(distilled, 30, 1710 + 380 + 1170, 0, 5130);
  }

  @Test
  void anotherTrainedShareScalesTheMeasuredSpeed() {
    assertThat(cost("trained-share=1").seconds(SPEED))
        .isCloseTo(5130 / 150.0 / 0.34 + 380 / 500.0, within(1e-9));
  }

  @Test
  void adaptersTakeTwoThirdsOfTheWorkOfWeightsAndLessMemory() {
    StageCost adapted = cost("lora-rank=16");
    assertThat(adapted.seconds(SPEED))
        .isCloseTo(0.66 * 1710 / 500 + 2 / 3.0 * 5130 / 150 + 380 / 500.0, within(1e-9));
    assertThat(cost().memoryBytes() - adapted.memoryBytes()).isGreaterThan(400_000_000);
  }

  @Test
  void layersThatDoNotFitAreANote() {
    FinetuningSettings wide = settings("tokens-at-once=1024");
    assertThat(new FinetuningCost(wide, MODEL).of(REVISIONS, HELPFUL).notes()).isEmpty();
    var tight = CostFixture.model(OptionalLong.of(400_000_000));
    assertThat(new FinetuningCost(wide, tight).of(REVISIONS, HELPFUL).notes())
        .singleElement()
        .asString()
        .startsWith("finetuning computes its layers twice");
  }
}

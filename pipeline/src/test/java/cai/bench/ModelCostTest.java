package cai.bench;

import static org.assertj.core.api.Assertions.assertThat;

import cai.transformer.Arithmetic;
import cai.transformer.ModelConfig;
import cai.transformer.TrainedLayers;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Two layers of width 4 with two heads of 2, one of them for keys and values, 3 wide feed-forward
/// and 10 tokens: 4 * (2 * 4 + 2 * 2 + 3 * 3) = 84 weights a layer, 40 in the head.
class ModelCostTest {
  private static final ModelConfig CONFIG =
      new ModelConfig(2, 4, 2, 1, 2, 3, 10, 64, 1e-5, 10_000, Optional.empty(), true);
  private static final ModelCost COST = new ModelCost(CONFIG, Arithmetic.FP32);

  @Test
  void aTokenCostsTwoPerWeightAndFourPerElementOfAttention() {
    // 3 tokens behind 5 see 6 + 7 + 8 = 21 columns of 4 elements.
    assertThat(AttendedTokens.of(3, 5)).isEqualTo(new AttendedTokens(3, 21));
    assertThat(COST.forward(AttendedTokens.of(3, 5), 2)).isEqualTo(2 * (2 * 84 * 3 + 4 * 4 * 21));
    assertThat(COST.head(3)).isEqualTo(2 * 40 * 3);
  }

  @Test
  void aStepReadsWeightsOnceAndSharedColumnsOnce() {
    FlopsAndBytes step = COST.steps(5, new int[] {2, 3}, 1);
    double weights = 4 * (2 * 84 + 40);
    double columns = (5 + 2 + 3) * 2 * 2 * 2 * 4; // layers, keys and values, head width, bytes
    assertThat(step.bytes()).isEqualTo(weights + columns);
    // The two tokens see 8 and 9 columns.
    assertThat(step.flops()).isEqualTo(2 * (2 * 84 * 2 + 4 * 4 * 17) + 2 * 40 * 2);
  }

  @Test
  void aSecondStepSeesOneColumnMore() {
    int[] own = {2, 3};
    FlopsAndBytes both = COST.steps(5, own, 1).plus(COST.steps(5, new int[] {3, 4}, 1));
    assertThat(COST.steps(5, own, 2)).isEqualTo(both);
  }

  @Test
  void aPrefixIsReadOnce() {
    double together = COST.prompts(5, new int[] {2, 3}).flops();
    double apart = COST.prompts(0, new int[] {7, 8}).flops();
    assertThat(apart - together).isEqualTo(COST.forward(AttendedTokens.of(5, 0), 2));
  }

  @Test
  void bf16WeightsAreHalfAsManyBytes() {
    assertThat(new ModelCost(CONFIG, Arithmetic.BF16).weights(2)).isEqualTo(COST.weights(2) / 2);
  }

  @Test
  void trainedLayersCostThreeTimesAForwardPass() {
    AttendedTokens reach = AttendedTokens.of(6, 0);
    double forward = COST.forward(reach, 1);
    assertThat(COST.training(reach, 5, TrainedLayers.from(0)).flops())
        .isEqualTo(6 * forward + 3 * COST.head(5));
    assertThat(COST.training(reach, 5, TrainedLayers.from(1)).flops())
        .isEqualTo(3 * forward + 2 * COST.head(5));
  }

  @Test
  void adaptersSpareTheGradientsOfTheirWeights() {
    // 6 tokens, two layers: of six products of 84 weights four are left; attention stays. Adapters
    // of rank 1 have 4 * 4 + 2 * 4 + 2 * 2 + 3 * 3 = 37 weights a layer.
    AttendedTokens reach = AttendedTokens.of(6, 0);
    double spared = 2 * 2 * 84 * 6;
    double added = 3 * 2 * 2 * 37 * 6;
    double whole = COST.training(reach, 5, TrainedLayers.from(0)).flops();
    assertThat(COST.training(reach, 5, new TrainedLayers(0, 1, 0)).flops())
        .isEqualTo(whole - spared + added - COST.head(5));
  }
}

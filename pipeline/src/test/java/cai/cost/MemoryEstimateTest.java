package cai.cost;

import static cai.cost.CostFixture.SMOLLM2;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class MemoryEstimateTest {
  @Test
  void memoryFollowsFromTheShape() {
    var estimate = new MemoryEstimate(SMOLLM2, OptionalLong.empty());
    assertThat(SMOLLM2.parameters()).isEqualTo(134_515_008);
    assertThat(estimate.weights()).isEqualTo(538_060_032);
    // Keys and values 4 x 2 x 30 x 192 x (100 + 320), one layer 4 x (3,072 + 2,304) x 320,
    // logits 4 x 2 x 49,152.
    assertThat(estimate.generating(2, 100, 160) - estimate.weights())
        .isEqualTo(19_353_600 + 6_881_280 + 393_216);
    // 10 of 30 layers: 12 x 35,400,960; kept 4 x 10 x (5,760 + 6,144) x 100; logits 4 x 768 x
    // 49,152.
    assertThat(estimate.training(100, new Training(1 / 3.0, 0)))
        .isEqualTo(424_811_520 + 47_616_000 + 150_994_944);
    assertThat(estimate.training(100, new Training(1, 0))).isGreaterThan(3 * estimate.weights());
    // A share that rounds to all layers trains embedding and head too.
    assertThat(estimate.training(100, new Training(0.99, 0)))
        .isEqualTo(estimate.training(100, new Training(1, 0)));
    assertThat(estimate.reinforcementCopies(new Training(1, 0))).isEqualTo(3 * estimate.weights());
    assertThat(estimate.reinforcementCopies(new Training(1 / 3.0, 0))).isEqualTo(424_811_520);
  }

  @Test
  void adaptersTakeTheirOwnMemory() {
    var estimate = new MemoryEstimate(SMOLLM2, OptionalLong.empty());
    // 10 of 30 layers: 16 x (1,536 + 1,152 + 3,648 + 2,112) numbers, four times, of 4 bytes.
    long whole = estimate.training(100, new Training(1 / 3.0, 0));
    assertThat(estimate.training(100, new Training(1 / 3.0, 16)) - whole)
        .isEqualTo(16 * 10 * 16 * 8_448 - 424_811_520);
  }

  @Test
  void layersThatDoNotFitAreRecomputedAndTakeLessMemory() {
    long tight = 400_000_000; // half of it is less than 10 layers of 1,024 tokens take, 236 MB
    var kept = new MemoryEstimate(SMOLLM2, OptionalLong.of(500_000_000));
    var recomputed = new MemoryEstimate(SMOLLM2, OptionalLong.of(tight));
    // The states of 9 layers: heads, mixed, log-sum-exp, middle, gate and up.
    var training = new Training(1 / 3.0, 0);
    assertThat(kept.training(1024, training) - recomputed.training(1024, training))
        .isEqualTo(9L * 4 * (960 + 576 + 9 + 576 + 3072) * 1024);
    assertThat(kept.recomputation("finetuning", 1024, 0.34)).isEmpty();
    assertThat(recomputed.recomputation("reinforcement", 512, 0.34)).isEmpty();
    assertThat(recomputed.recomputation("finetuning", 1024, 0.34).orElseThrow())
        .startsWith("finetuning computes its layers twice");
  }
}

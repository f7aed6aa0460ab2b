package cai.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LeafMathsTest {
  @Test
  void advantagesAgreeWithATableByHand() {
    // delta: 2: 1 - 0.5 = 0.5; 1: 0 + 0.9*0.5 - 0.2 = 0.25; 0: -0.1 + 0.9*0.2 - 0.4 = -0.32
    var gae = Advantages.of(new double[] {-0.1, 0, 1}, new double[] {0.4, 0.2, 0.5}, 0.9, 0.8);
    assertThat(gae.advantages()).containsExactly(new double[] {0.1192, 0.61, 0.5}, within(1e-12));
    assertThat(gae.returns()).containsExactly(new double[] {0.5192, 0.81, 1.0}, within(1e-12));
  }

  @Test
  void withLambdaAndGammaOneReturnsAreTheSumOfRewardsToCome() {
    var random = new SplittableRandom(4);
    double[] rewards = random.doubles(9).toArray();
    double[] values = random.doubles(9).toArray();
    var gae = Advantages.of(rewards, values, 1, 1);
    for (int t = 0; t < 9; t++) {
      double sum = 0;
      for (int later = t; later < 9; later++) sum += rewards[later];
      assertThat(gae.returns()[t]).isCloseTo(sum, within(1e-12));
    }
  }

  @Test
  void whiteningGivesMeanZeroAndUnitSpreadOverTheBatch() {
    var white = Advantages.whitened(List.of(new double[] {1, 2}, new double[] {3, 6}));
    double[] all = {white.get(0)[0], white.get(0)[1], white.get(1)[0], white.get(1)[1]};
    assertThat(Moments.mean(all)).isCloseTo(0, within(1e-12));
    assertThat(Moments.deviation(all)).isCloseTo(1, within(1e-6));
    assertThat(all[0]).isCloseTo((1 - 3) / Math.sqrt(3.5), within(1e-6));
  }

  @Test
  void bothDivergencesAreZeroForEqualModelsAndK3IsNeverNegative() {
    assertThat(Divergence.k1(-2, -2)).isZero();
    assertThat(Divergence.k3(-2, -2)).isZero();
    assertThat(Divergence.k1(-1, -1.5)).isEqualTo(0.5);
    assertThat(Divergence.k3(-1, -1.5)).isCloseTo(Math.exp(-0.5) - 1 + 0.5, within(1e-12));
    assertThat(Divergence.k3(-3, -1)).isPositive();
  }

  @Test
  void bothDivergencesEstimateTheTrueOne() {
    double[] policy = {0.5, 0.3, 0.2};
    double[] initialPolicy = {0.2, 0.5, 0.3};
    double truth = 0;
    double k1 = 0;
    double k3 = 0;
    for (int i = 0; i < 3; i++) {
      double p = Math.log(policy[i]);
      double q = Math.log(initialPolicy[i]);
      truth += policy[i] * (p - q);
      k1 += policy[i] * Divergence.k1(p, q);
      k3 += policy[i] * Divergence.k3(p, q);
    }
    assertThat(k1).isCloseTo(truth, within(1e-12));
    assertThat(k3).isCloseTo(truth, within(1e-12));
  }

  @Test
  void theScoreIsAddedAtTheLastTokenOnly() {
    double[] rewards =
        TokenRewards.of(2, new double[] {-1, -2, -1}, new double[] {-1.5, -2, -0.5}, 0.1);
    assertThat(rewards).containsExactly(new double[] {-0.05, 0, 2.05}, within(1e-12));
  }

  @Test
  void clippingStopsTheGainOfLargeRatiosButNotTheirLoss() {
    try (var _ = TensorScope.inference()) {
      Tensor before = Tensor.of(new float[] {0, 0, 0, 0}, 4);
      Tensor now = logs(1.5, 1.5, 0.5, 0.5);
      Tensor advantages = Tensor.of(new float[] {1, -1, 1, -1}, 4);
      // min(1.5, 1.2) + min(-1.5, -1.2) + min(0.5, 0.8) + min(-0.5, -0.8)
      float loss = ClippedLoss.policy(now, before, advantages, 0.2).item();
      assertThat(loss).isCloseTo(-(1.2f - 1.5f + 0.5f - 0.8f), within(1e-5f));
    }
  }

  @Test
  void theValueLossTakesTheWorseOfFreeAndClipped() {
    try (var _ = TensorScope.inference()) {
      Tensor now = Tensor.of(new float[] {1f, 0.1f}, 2);
      Tensor before = Tensor.of(new float[] {0f, 0f}, 2);
      Tensor returns = Tensor.of(new float[] {1f, 1f}, 2);
      // first: free 0, clipped (0.2 - 1)^2 = 0.64; second: inside the range, (0.1 - 1)^2 = 0.81
      float loss = ClippedLoss.value(now, before, returns, 0.2).item();
      assertThat(loss).isCloseTo((0.64f + 0.81f) / 2, within(1e-5f));
    }
  }

  @Test
  void equalScoresCostLogTwoWhateverTheLabel() {
    try (var _ = TensorScope.inference()) {
      Tensor score = Tensor.of(new float[] {3, 3}, 2);
      Tensor label = Tensor.of(new float[] {0.9f, 0.1f}, 2);
      Tensor weights = Tensor.of(new float[] {1, 3}, 2);
      assertThat(PairwiseLoss.weighted(score, score, label, weights).item())
          .isCloseTo((float) (4 * Math.log(2)), within(1e-6f));
    }
  }

  @Test
  void theLossIsLeastWhereTheGapIsTheLogitOfTheLabel() {
    try (var _ = TensorScope.inference()) {
      double best = Math.log(0.6 / 0.4);
      assertThat(pairLoss(best)).isLessThan(pairLoss(best + 0.1));
      assertThat(pairLoss(best)).isLessThan(pairLoss(best - 0.1));
      double entropy = -(0.6 * Math.log(0.6) + 0.4 * Math.log(0.4));
      assertThat(pairLoss(best)).isCloseTo(entropy, within(1e-6));
    }
  }

  private static double pairLoss(double gap) {
    Tensor label = Tensor.of(new float[] {0.6f}, 1);
    Tensor zero = Tensor.of(new float[] {0}, 1);
    Tensor one = Tensor.of(new float[] {1}, 1);
    Tensor first = Tensor.of(new float[] {(float) gap}, 1);
    return PairwiseLoss.weighted(first, zero, label, one).item();
  }

  private static Tensor logs(double... values) {
    float[] logs = new float[values.length];
    for (int i = 0; i < logs.length; i++) logs[i] = (float) Math.log(values[i]);
    return Tensor.of(logs, logs.length);
  }
}

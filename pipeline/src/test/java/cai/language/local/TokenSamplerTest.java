package cai.language.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.language.Generation.Sampling;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class TokenSamplerTest {
  private static final int DRAWS = 20_000;

  @Test
  void tokensComeAsOftenAsTheirProbabilitiesSay() {
    // 514 = 2 * 257 tokens: blocks of 2; 12 tokens: one block.
    for (int vocabulary : new int[] {514, 12}) {
      var random = new SplittableRandom(3);
      float[] logits = new float[vocabulary];
      for (int i = 0; i < vocabulary; i++) logits[i] = (float) random.nextGaussian() * 2;
      logits[5] = 6;
      double temperature = 0.8;
      int[] counts = drawn(logits, new Sampling(temperature, 1, 0, 1, List.of(), 1), random);
      double total = 0;
      for (float logit : logits) total += Math.exp(logit / temperature);
      for (int i = 0; i < vocabulary; i++)
        assertThat(counts[i] / (double) DRAWS)
            .isCloseTo(Math.exp(logits[i] / temperature) / total, within(0.015));
    }
  }

  @Test
  void impossibleTokensAreNeverDrawn() {
    float[] logits = new float[512];
    for (int i = 0; i < logits.length; i++) logits[i] = i % 7 == 3 ? 0 : Float.NEGATIVE_INFINITY;
    int[] counts = drawn(logits, new Sampling(1, 1, 0, 1, List.of(), 1), new SplittableRandom(4));
    for (int i = 0; i < counts.length; i++) if (i % 7 != 3) assertThat(counts[i]).isZero();
  }

  @Test
  void theLogProbabilityIsThatOfTemperatureOne() {
    try (var _ = TensorScope.inference()) {
      Tensor logits = Tensor.of(new float[] {0, (float) Math.log(3)}, 1, 2);
      var sampler = new TokenSampler(new Sampling(0.1, 1, 0, 1, List.of(), 1));
      var draw = sampler.draw(logits, new RandomGenerator[] {new SplittableRandom(1)})[0];
      assertThat(draw.token()).isEqualTo(1);
      assertThat(draw.logProbability()).isCloseTo(Math.log(0.75), within(1e-6));
    }
  }

  private static int[] drawn(float[] logits, Sampling sampling, SplittableRandom random) {
    int[] counts = new int[logits.length];
    int rows = 100;
    var randoms = new RandomGenerator[rows];
    for (int i = 0; i < rows; i++) randoms[i] = random.split();
    var sampler = new TokenSampler(sampling);
    for (int round = 0; round < DRAWS / rows; round++) {
      try (var _ = TensorScope.inference()) {
        Tensor all = Tensor.of(logits, 1, logits.length).expand(rows, logits.length).contiguous();
        for (var draw : sampler.draw(all, randoms)) counts[draw.token()]++;
      }
    }
    return counts;
  }
}

package cai.language.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.language.Generation.Sampling;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /// With a small top-p few draws from all tokens are taken, so the likeliest are looked for.
  @ParameterizedTest
  @CsvSource({"0.9, 0", "0.5, 0", "0.02, 0", "1, 3", "0.9, 200"})
  void onlyTheLikeliestAreDrawnAndKeepTheirProportions(double topP, int topK) {
    var random = new SplittableRandom(5);
    float[] logits = new float[514];
    for (int i = 0; i < logits.length; i++) logits[i] = (float) random.nextGaussian() * 2;
    var sampling = new Sampling(1, topP, topK, 1, List.of(), 1);
    double[] expected = nucleus(logits, topP, topK == 0 ? logits.length : topK);
    int[] counts = drawn(logits, sampling, random);
    for (int i = 0; i < counts.length; i++) {
      assertThat(counts[i] / (double) DRAWS).isCloseTo(expected[i], within(0.012));
      if (expected[i] == 0) assertThat(counts[i]).isZero();
    }
  }

  /// Probabilities of the smallest set that reaches top-p, at most top-k tokens.
  private static double[] nucleus(float[] logits, double topP, int topK) {
    Integer[] order = IntStream.range(0, logits.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparing(i -> -logits[i]));
    double all = 0;
    for (float logit : logits) all += Math.exp(logit);
    double sum = 0;
    int kept = 0;
    while (kept < topK && sum < topP) sum += Math.exp(logits[order[kept++]]) / all;
    double[] expected = new double[logits.length];
    for (int i = 0; i < kept; i++) expected[order[i]] = Math.exp(logits[order[i]]) / all / sum;
    return expected;
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

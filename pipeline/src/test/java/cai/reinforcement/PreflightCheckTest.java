package cai.reinforcement;

import static org.assertj.core.api.Assertions.assertThat;

import cai.sequence.TokenSequence;
import cai.transformer.Arithmetic;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PreflightCheckTest {
  private static final PreflightCheck CHECK = new PreflightCheck(0.01, 0.001, 0.1, 0.5);

  @Test
  void theMeanIsJudgedBesideTheLargest() {
    // 0.05, 0.15 and 0.1: mean 0.1, largest 0.15.
    assertThat(checked(0, 0.05, -0.15, 0.1).passed()).isTrue();
    assertThat(checked(0, 0.05, -0.15, 0.1).meanSamplerLogProbabilityGap().orElseThrow())
        .isCloseTo(0.1, org.assertj.core.api.Assertions.within(1e-12));
    assertThat(checked(0, 0.2, -0.2, 0.2).passed()).isFalse(); // every token is off by a little
    assertThat(checked(0, 0.01, 0, -0.51).passed()).isFalse(); // one is off by much
    assertThat(checked(0.011, 0, 0, 0).passed()).isFalse();
  }

  @Test
  void notANumberNeverPasses() {
    assertThat(checked(Double.NaN, 0, 0, 0).passed()).isFalse();
    assertThat(checked(0, 0, Double.NaN, 0).passed()).isFalse();
    assertThat(checked(0, 0, Double.POSITIVE_INFINITY, 0).passed()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void theRatioIsHeldWellInsideTheClipRange(Arithmetic arithmetic) {
    assertThat(PreflightCheck.of(arithmetic).ratio()).isLessThanOrEqualTo(0.2 / 10);
  }

  /// An answer of three tokens whose log-probability is -1 and was so much more when sampled.
  private static Preflight checked(double ratio, double... gaps) {
    double[] policy = {-1, -1, -1};
    double[] sampled = new double[3];
    for (int t = 0; t < 3; t++) sampled[t] = -1 + gaps[t];
    var sequence = new TokenSequence(new int[] {1, 2, 3, 4}, 1);
    var answer =
        new Trajectory(sequence, policy, policy, new double[3], new double[3], new double[3]);
    return CHECK.of(ratio, List.of(answer), List.of(sampled), List.of(policy));
  }
}

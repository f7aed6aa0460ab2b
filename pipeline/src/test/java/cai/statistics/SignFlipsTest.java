package cai.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SignFlipsTest {
  private static double p(double... differences) {
    return SignFlips.p(differences, 1);
  }

  @Test
  void ofDifferencesOfOneSizeItIsTheSignTest() {
    // 5 of 5: 2 / 32. 9 of 10: 2 (1 + 10) / 1024. As many each way: all of them.
    assertThat(p(1, 1, 1, 1, 1)).isCloseTo(2 / 32.0, within(1e-12));
    assertThat(p(1, 1, 1, 1, 1, 1, 1, 1, 1, -1, 0, 0)).isCloseTo(22 / 1024.0, within(1e-12));
    assertThat(p(1, -1, 1, -1)).isEqualTo(1);
    assertThat(p(0, 0)).isEqualTo(1);
    assertThat(p()).isEqualTo(1);
  }

  @Test
  void ofAFewDifferencesAllSignsAreCounted() {
    // Sums of 1, 2 and 4 are 7, 5, 3, 1 and their negatives: at least 5 in four of eight.
    assertThat(p(-1, 2, 4)).isEqualTo(0.5);
    assertThat(p(1, 2, 4)).isEqualTo(0.25);
    assertThat(p(-1, -2, -4)).isEqualTo(0.25);
  }

  @Test
  void ofManyDifferencesSignsAreDrawnAndAgreeWithTheNormalDistribution() {
    var random = new SplittableRandom(5);
    double[] differences = random.doubles(60).map(x -> x + 0.2).toArray();
    for (int i = 0; i < 24; i++) differences[i] *= -1;
    double z =
        Arrays.stream(differences).sum()
            / Math.sqrt(Arrays.stream(differences).map(x -> x * x).sum());
    assertThat(SignFlips.p(differences, 1)).isCloseTo(StudentT.beyond(z, 1e9), within(0.02));
    assertThat(SignFlips.p(differences, 1)).isEqualTo(SignFlips.p(differences, 1));
    double[] all = random.doubles(60).map(x -> x + 0.2).toArray();
    assertThat(SignFlips.p(all, 1)).isEqualTo(1 / (SignFlips.DRAWN + 1.0));
  }

  @Test
  void manyTossesDoNotOverflow() {
    double[] heads = new double[5000];
    Arrays.fill(heads, 1);
    assertThat(p(heads)).isBetween(0.0, 1e-300);
    for (int i = 0; i < 2400; i++) heads[i] = -1;
    // 2600 heads of 5000 are 2.83 deviations off; with continuity 2.81.
    assertThat(p(heads)).isCloseTo(0.0049, within(2e-4));
  }

  @Test
  void whatIsNoNumberIsRefused() {
    assertThatThrownBy(() -> p(1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
  }
}

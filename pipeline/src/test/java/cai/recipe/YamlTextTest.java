package cai.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class YamlTextTest {
  @Test
  void numbersAreShortAndExact() {
    assertThat(YamlText.number(0)).isEqualTo("0");
    assertThat(YamlText.number(1)).isEqualTo("1");
    assertThat(YamlText.number(-0.5)).isEqualTo("-0.5");
    assertThat(YamlText.number(1e-5)).isEqualTo("1e-5");
    assertThat(YamlText.number(1.5e-7)).isEqualTo("1.5e-7");
    assertThat(YamlText.number(0.0001)).isEqualTo("0.0001");
    assertThat(YamlText.number(1000)).isEqualTo("1000");
    assertThat(YamlText.number(-2.5e20)).isEqualTo("-2.5e20");
  }

  @Test
  void numbersReadBackToTheSameBits() {
    var random = new SplittableRandom(7);
    for (int i = 0; i < 10_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (!Double.isFinite(value)) continue;
      assertThat(Double.parseDouble(YamlText.number(value))).isEqualTo(value);
    }
  }

  @Test
  void rangesReadAsMathematicsOrWords() {
    assertThat(new AllowedRange(0, 1, true, false).text()).isEqualTo("in (0, 1]");
    assertThat(new AllowedRange(1, 64, false, true).text()).isEqualTo("in [1, 64)");
    assertThat(new AllowedRange(0, Double.POSITIVE_INFINITY, true, false).text())
        .isEqualTo("above 0");
    assertThat(new AllowedRange(Double.NEGATIVE_INFINITY, 2, false, false).text())
        .isEqualTo("at most 2");
  }

  @Test
  void rangesIncludeTheirEndsUnlessExcluded() {
    assertThat(new AllowedRange(0, 1, false, false).contains(0)).isTrue();
    assertThat(new AllowedRange(0, 1, false, false).contains(1)).isTrue();
    assertThat(new AllowedRange(0, 1, true, true).contains(0)).isFalse();
    assertThat(new AllowedRange(0, 1, true, true).contains(1)).isFalse();
    assertThat(new AllowedRange(0, 1, true, true).contains(Double.MIN_VALUE)).isTrue();
  }
}

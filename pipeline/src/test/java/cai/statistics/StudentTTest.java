package cai.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StudentTTest {
  /// Of the tables in textbooks, and of the normal distribution at the end.
  @ParameterizedTest
  @CsvSource({
    "1, 12.7062",
    "2, 4.3027",
    "3, 3.1824",
    "5, 2.5706",
    "10, 2.2281",
    "30, 2.0423",
    "100, 1.9840",
    "1e6, 1.95997",
    "1e9, 1.95996"
  })
  void beyondTheTablesValueLieFivePercent(double df, double t) {
    assertThat(StudentT.beyond(t, df)).isCloseTo(0.05, within(1e-5));
    assertThat(StudentT.beyond(-t, df)).isEqualTo(StudentT.beyond(t, df));
    assertThat(StudentT.quantile(0.05, df)).isCloseTo(t, within(1e-4 * t));
  }

  @Test
  void withOneDegreeOfFreedomItIsCauchys() {
    for (double t : new double[] {0, 0.5, 1, 3, 100})
      assertThat(StudentT.beyond(t, 1)).isCloseTo(1 - 2 / Math.PI * Math.atan(t), within(1e-9));
  }

  @Test
  void withTwoDegreesOfFreedomItHasAFormula() {
    for (double t : new double[] {0, 0.5, 1, 3, 20})
      assertThat(StudentT.beyond(t, 2)).isCloseTo(1 - t / Math.sqrt(2 + t * t), within(1e-9));
  }

  @Test
  void farOutLittleIsLeftAndNeverANegativeProbability() {
    assertThat(StudentT.beyond(50, 1e7)).isZero();
    assertThat(StudentT.beyond(6, 60)).isBetween(1e-8, 1e-6);
    assertThat(StudentT.beyond(Double.POSITIVE_INFINITY, 5)).isZero();
  }

  @Test
  void fewerThanOneDegreeOfFreedomIsRefused() {
    assertThatThrownBy(() -> StudentT.beyond(1, 0.5)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StudentT.beyond(1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

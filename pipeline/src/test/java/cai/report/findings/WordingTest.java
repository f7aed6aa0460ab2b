package cai.report.findings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordingTest {
  @Test
  void zeroHasNoSign() {
    assertThat(Wording.fixed(-0.001, 2)).isEqualTo("0.00");
    assertThat(Wording.signed(0.004, 2)).isEqualTo("0.00");
    assertThat(Wording.signed(0.5, 1)).isEqualTo("+0.5");
    assertThat(Wording.signed(-0.5, 1)).isEqualTo("\u22120.5");
  }

  @Test
  void whatIsNotANumberIsCalledUndefined() {
    assertThat(Wording.fixed(Double.NaN, 2)).isEqualTo("undefined");
    assertThat(Wording.signed(Double.NaN, 2)).isEqualTo("undefined");
    assertThat(Wording.percent(Double.POSITIVE_INFINITY)).isEqualTo("undefined");
    assertThat(Wording.seconds(Double.NaN)).isEqualTo("undefined");
  }

  @Test
  void timesGrowTheirUnits() {
    assertThat(Wording.seconds(9.94)).isEqualTo("9.9 s");
    assertThat(Wording.seconds(75)).isEqualTo("1 min 15 s");
    assertThat(Wording.seconds(3660)).isEqualTo("1 h 1 min");
  }

  @Test
  void sizesAreInMillionsAndBillions() {
    assertThat(Wording.parameters(134_515_008)).isEqualTo("135 million");
    assertThat(Wording.parameters(1_235_814_400)).isEqualTo("1.2 billion");
    assertThat(Wording.parameters(1_000_000_000)).isEqualTo("1 billion");
    assertThat(Wording.parameters(151_000)).isEqualTo("151\u202f000");
  }
}

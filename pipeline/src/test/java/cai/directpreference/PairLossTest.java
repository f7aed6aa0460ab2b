package cai.directpreference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairLossTest {
  // With z = beta gap: loss = p ln(1 + e^-z) + (1 - p) ln(1 + e^z), slope = beta (sigma(z) - p).
  @ParameterizedTest
  @CsvSource({
    // gap, label, beta, loss, slope
    "0, 0.5, 0.1, 0.6931472, 0",
    "0, 0.9, 0.1, 0.6931472, -0.04",
    "0, 0.2, 0.1, 0.6931472, 0.03",
    // z = 0.2: sigma = 0.5498340, logs 0.5981389 and 0.7981389
    "2, 0.6, 0.1, 0.6781389, -0.0050166",
    "2, 1, 0.1, 0.5981389, -0.0450166",
    "2, 0, 0.1, 0.7981389, 0.0549834",
    // the answers in the other order
    "-2, 0.4, 0.1, 0.6781389, 0.0050166",
    // z = -15: sigma = 3.06e-7
    "-30, 1, 0.5, 15.0000003, -0.4999998",
    "30, 1, 0.5, 0.0000003, -0.0000002",
  })
  void lossAndSlopeAreAsWorkedOutByHand(
      double gap, double label, double beta, double loss, double slope) {
    PairLoss of = PairLoss.of(gap, label, beta);
    assertThat(of.loss()).isCloseTo(loss, within(1e-7));
    assertThat(of.slope()).isCloseTo(slope, within(1e-7));
  }

  // sigma(0.1 x 4.0546511) = 0.6
  @Test
  void theLossIsLeastWhereTheModelAgreesWithTheSoftLabel() {
    double best = 4.0546511;
    assertThat(PairLoss.of(best, 0.6, 0.1).slope()).isCloseTo(0, within(1e-8));
    double least = PairLoss.of(best, 0.6, 0.1).loss();
    assertThat(PairLoss.of(best - 1, 0.6, 0.1).loss()).isGreaterThan(least);
    assertThat(PairLoss.of(best + 1, 0.6, 0.1).loss()).isGreaterThan(least);
  }

  @Test
  void gapsOfAnySizeHaveAFiniteLoss() {
    assertThat(PairLoss.of(1e6, 0.3, 0.1).loss()).isCloseTo(7e4, within(1e-6));
    assertThat(PairLoss.of(-1e6, 0.3, 0.1).loss()).isCloseTo(3e4, within(1e-6));
    assertThat(PairLoss.of(-1e6, 0.3, 0.1).slope()).isCloseTo(-0.03, within(1e-9));
  }
}

package cai.report.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.constitution.Aim;
import cai.feedback.KnownComparison;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelCalibrationTest {
  private static KnownComparison known(double probabilityBetter) {
    return new KnownComparison(
        KnownComparison.FORMAT,
        "k",
        Aim.HARMLESSNESS,
        "own",
        "",
        probabilityBetter,
        probabilityBetter > 0.6,
        false);
  }

  @Test
  void errorIsTheWeightedGapBetweenConfidenceAndAccuracy() {
    // Two labels 0.9 sure, one of them right; two 0.55 sure, both right.
    LabelCalibration c = LabelCalibration.of(List.of(known(.9), known(.1), known(.55), known(.55)));
    assertThat(c.accuracy().mean()).isEqualTo(0.75);
    assertThat(c.bins()).hasSize(2);
    assertThat(c.error()).isCloseTo(0.5 * 0.45 + 0.5 * 0.4, within(1e-12));
    assertThat(c.longerWins()).isEqualTo(0.25);
  }

  @Test
  void oneHalfCountsHalfAndCertaintyHasABin() {
    LabelCalibration c = LabelCalibration.of(List.of(known(.5), known(1)));
    assertThat(c.accuracy().mean()).isEqualTo(0.75);
    assertThat(c.bins().getLast().to()).isCloseTo(1, within(1e-12));
  }
}

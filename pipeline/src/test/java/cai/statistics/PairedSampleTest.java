package cai.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PairedSampleTest {
  private static Map<String, Double> zeros(int units) {
    var zeros = new HashMap<String, Double>();
    for (int i = 0; i < units; i++) zeros.put("unit-" + i, 0.0);
    return zeros;
  }

  // By hand: b and c have both values; 2 and 3 before, 4 and 3 after.
  @Test
  void onlyUnitsWithBothValuesCount() {
    PairedSample sample =
        PairedSample.of(Map.of("a", 1.0, "b", 2.0, "c", 3.0), Map.of("b", 4.0, "c", 3.0, "d", 9.0))
            .orElseThrow();
    assertThat(sample.meanBefore()).isEqualTo(2.5);
    assertThat(sample.meanAfter()).isEqualTo(3.5);
    assertThat(sample.changes()).containsExactly(2, 0);
    assertThat(sample.change(IntervalLevel.P95, 1)).isEqualTo(new Interval(1, 0, 2, 2));
    assertThat(PairedSample.of(Map.of("a", 1.0), Map.of("b", 1.0))).isEmpty();
  }

  // By hand: Wilson's upper end of 0 of 26 is z^2 / (26 + z^2): 3.841 / 29.841 and 6.635 / 32.635.
  @Test
  void aSurerIntervalOfSharesIsWider() {
    PairedSample sample = PairedSample.of(zeros(26), zeros(26)).orElseThrow();
    assertThat(sample.changeOfShares(IntervalLevel.P95, 1).high()).isCloseTo(.1287, within(1e-4));
    assertThat(sample.changeOfShares(IntervalLevel.P99, 1).high()).isCloseTo(.2033, within(1e-4));
  }

  @Test
  void aSurerIntervalOfMeansHoldsTheOther() {
    Map<String, Double> after = zeros(40);
    after.replaceAll((unit, _) -> unit.hashCode() % 7 / 7.0);
    PairedSample sample = PairedSample.of(zeros(40), after).orElseThrow();
    Interval sure = sample.change(IntervalLevel.P95, 3);
    Interval surer = sample.change(IntervalLevel.P99, 3);
    assertThat(surer.low()).isLessThan(sure.low());
    assertThat(surer.high()).isGreaterThan(sure.high());
    assertThat(surer.mean()).isEqualTo(sure.mean());
  }
}

package cai.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BootstrapTest {
  private static int[] ownClusters(int count) {
    return IntStream.range(0, count).toArray();
  }

  @Test
  void equalValuesHaveAnIntervalWithoutWidth() {
    Interval interval = Bootstrap.mean(new double[] {2, 2, 2}, ownClusters(3), 1);
    assertThat(interval).isEqualTo(new Interval(2, 2, 2, 3));
  }

  @Test
  void theMeanIsOverValuesNotOverClusters() {
    Interval interval = Bootstrap.mean(new double[] {0, 0, 0, 4}, new int[] {7, 7, 7, 9}, 1);
    assertThat(interval.mean()).isCloseTo(1, within(1e-12));
    assertThat(interval.low()).isZero();
    assertThat(interval.high()).isEqualTo(4);
    assertThat(interval.n()).isEqualTo(2);
  }

  @Test
  void theIntervalOfManyIndependentValuesIsThatOfTheNormalDistribution() {
    var random = new SplittableRandom(3);
    double[] values = random.doubles(400).toArray();
    double mean = java.util.Arrays.stream(values).average().orElseThrow();
    double variance =
        java.util.Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / values.length;
    double half = 1.96 * Math.sqrt(variance / values.length);
    Interval interval = Bootstrap.mean(values, ownClusters(400), 5);
    assertThat(interval.low()).isCloseTo(mean - half, within(0.1 * half));
    assertThat(interval.high()).isCloseTo(mean + half, within(0.1 * half));
  }

  @Test
  void repeatingValuesWithinClustersDoesNotNarrowTheInterval() {
    double[] values = new SplittableRandom(4).doubles(50).toArray();
    double[] twice = IntStream.range(0, 100).mapToDouble(i -> values[i / 2]).toArray();
    int[] clusters = IntStream.range(0, 100).map(i -> i / 2).toArray();
    Interval once = Bootstrap.mean(values, ownClusters(50), 5);
    Interval doubled = Bootstrap.mean(twice, clusters, 5);
    assertThat(doubled.low()).isCloseTo(once.low(), within(1e-12));
    assertThat(doubled.high()).isCloseTo(once.high(), within(1e-12));
  }

  @Test
  void theSeedDecidesTheInterval() {
    double[] values = new SplittableRandom(4).doubles(50).toArray();
    Interval one = Bootstrap.mean(values, ownClusters(50), 5);
    assertThat(Bootstrap.mean(values, ownClusters(50), 5)).isEqualTo(one);
    assertThat(Bootstrap.mean(values, ownClusters(50), 6)).isNotEqualTo(one);
  }

  @Test
  void refusesNothingAndUnequalLengths() {
    assertThatThrownBy(() -> Bootstrap.mean(new double[0], new int[0], 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Bootstrap.mean(new double[2], new int[1], 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

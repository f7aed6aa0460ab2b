package cai.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SharesTest {
  /// Rows with 81/263, 15/148, 0/20 and 1/29 are those of Newcombe 1998, table I, method 3.
  @ParameterizedTest
  @CsvSource({
    "81, 263, 0.2553, 0.3662",
    "15, 148, 0.0624, 0.1605",
    "0, 20, 0.0000, 0.1611",
    "1, 29, 0.0061, 0.1718",
    "0, 26, 0.0000, 0.1287",
    "26, 26, 0.8713, 1.0000",
    "5, 10, 0.2366, 0.7634",
    "0, 1, 0.0000, 0.7935",
    "1, 1, 0.2065, 1.0000"
  })
  void oneValueAClusterHasWilsonsInterval(int yes, int n, double low, double high) {
    Interval interval = Shares.independent(values(yes, n));
    assertThat(interval.mean()).isEqualTo((double) yes / n);
    assertThat(interval.low()).isCloseTo(low, within(5e-5));
    assertThat(interval.high()).isCloseTo(high, within(5e-5));
    assertThat(interval.n()).isEqualTo(n);
  }

  private static double[] values(int yes, int n) {
    return IntStream.range(0, n).mapToDouble(i -> i < yes ? 1 : 0).toArray();
  }

  @Test
  void theEndsReachNoughtAndOneExactlyAndOnlyThere() {
    assertThat(Shares.independent(values(0, 26)).low()).isZero();
    assertThat(Shares.independent(values(26, 26)).high()).isEqualTo(1);
    assertThat(Shares.independent(values(1, 26)).low()).isPositive();
    assertThat(Shares.independent(values(25, 26)).high()).isLessThan(1);
  }

  @Test
  void severalValuesOfAClusterThatAreAllEqualCountOnce() {
    int[] clusters = IntStream.range(0, 52).map(i -> i / 2).toArray();
    assertThat(Shares.mean(new double[52], clusters, 1))
        .isEqualTo(Shares.independent(new double[26]));
  }

  @Test
  void tiesAloneDoNotMakeCertainty() {
    double[] ties = new double[12];
    Arrays.fill(ties, 0.5);
    Interval interval = Shares.independent(ties);
    assertThat(interval.mean()).isEqualTo(0.5);
    assertThat(interval).isEqualTo(Shares.wilson(0.5, 12));
    assertThat(interval.hasWidth()).isTrue();
  }

  @Test
  void clustersThatVaryHaveTheBootstrap() {
    var random = new SplittableRandom(3);
    double[] values = IntStream.range(0, 120).mapToDouble(_ -> random.nextInt(2)).toArray();
    int[] clusters = IntStream.range(0, 120).map(i -> i / 4).toArray();
    assertThat(Shares.mean(values, clusters, 9)).isEqualTo(Bootstrap.mean(values, clusters, 9));
  }

  @Test
  void fourClustersThatDifferAreTooFewForABootstrap() {
    // 40 clusters of two values; in the first four one value is 1.
    double[] values = new double[80];
    for (int i = 0; i < 4; i++) values[2 * i] = 1;
    int[] clusters = IntStream.range(0, 80).map(i -> i / 2).toArray();
    assertThat(Shares.mean(values, clusters, 9)).isEqualTo(Shares.wilson(4 / 80.0, 40));
    values[8] = 1;
    assertThat(Shares.mean(values, clusters, 9)).isEqualTo(Bootstrap.mean(values, clusters, 9));
  }

  /// Newcombe's method 10, computed from its published formula; the first row is in his table.
  ///
  /// Columns: prompts with yes both times, only before, only after, never; change, low, high.
  @ParameterizedTest
  @CsvSource({
    "36 2 12 0, 0.2000 0.0569 0.3404",
    "20 2 12 16, 0.2000 0.0562 0.3292",
    "36 0 14 0, 0.2800 0.1528 0.4167",
    "36 0 0 14, 0.0000 -0.0491 0.0491",
    "0 0 0 26, 0.0000 -0.1287 0.1287",
    "26 0 0 0, 0.0000 -0.1287 0.1287",
    "0 0 26 0, 1.0000 0.8179 1.0000",
    "0 26 0 0, -1.0000 -1.0000 -0.8179",
    "13 0 1 12, 0.0385 -0.0616 0.1358",
    "0 0 4 56, 0.0667 -0.0058 0.1593",
    "2 4 30 14, 0.5200 0.3179 0.6674"
  })
  void theDifferenceOfTwoSharesIsNewcombes(String counts, String expected) {
    int[] prompts = Stream.of(counts.split(" ")).mapToInt(Integer::parseInt).toArray();
    double[] bounds = Stream.of(expected.split(" ")).mapToDouble(Double::parseDouble).toArray();
    int both = prompts[0];
    int before = prompts[1];
    int after = prompts[2];
    int n = IntStream.of(prompts).sum();
    double[] from = values(both + before, n);
    double[] to = new double[n];
    for (int i = 0; i < n; i++)
      to[i] = i < both || i >= both + before && i < both + before + after ? 1 : 0;
    Interval interval = Shares.difference(from, to, 1);
    assertThat(interval.mean()).isCloseTo(bounds[0], within(5e-5));
    assertThat(interval.low()).isCloseTo(bounds[1], within(5e-5));
    assertThat(interval.high()).isCloseTo(bounds[2], within(5e-5));
    assertThat(interval.n()).isEqualTo(n);
  }

  @Test
  void exchangingBeforeAndAfterTurnsTheIntervalRound() {
    double[] some = values(7, 30);
    double[] more = values(19, 30);
    Interval there = Shares.difference(some, more, 1);
    Interval back = Shares.difference(more, some, 1);
    assertThat(back.low()).isCloseTo(-there.high(), within(1e-12));
    assertThat(back.high()).isCloseTo(-there.low(), within(1e-12));
  }

  @Test
  void meansOfSeveralAnswersThatVaryHaveTheBootstrapOfTheirDifferences() {
    var random = new SplittableRandom(4);
    double[] from = IntStream.range(0, 30).mapToDouble(_ -> random.nextInt(3) / 2.0).toArray();
    double[] to = IntStream.range(0, 30).mapToDouble(_ -> random.nextInt(3) / 2.0).toArray();
    double[] change = IntStream.range(0, 30).mapToDouble(i -> to[i] - from[i]).toArray();
    assertThat(Shares.difference(from, to, 5))
        .isEqualTo(Bootstrap.mean(change, IntStream.range(0, 30).toArray(), 5));
    Interval same = Shares.difference(from, from, 5);
    assertThat(same.mean()).isZero();
    assertThat(same.hasWidth()).isTrue();
  }

  /// Nineteen of twenty intervals of rare shares hold the true one, over many samples.
  @ParameterizedTest
  @CsvSource({"0.02, 30", "0.05, 60", "0.5, 20", "0.97, 40"})
  void nineteenOfTwentyIntervalsHoldTheShare(double share, int n) {
    var random = new SplittableRandom(11);
    int held = 0;
    for (int sample = 0; sample < 2000; sample++) {
      int yes = (int) IntStream.range(0, n).filter(_ -> random.nextDouble() < share).count();
      if (!Shares.independent(values(yes, n)).excludes(share)) held++;
    }
    assertThat(held).isGreaterThan(1860);
  }

  @Test
  void refusesWhatIsNoShare() {
    for (double wrong : new double[] {Double.NaN, -0.1, 1.1, Double.POSITIVE_INFINITY})
      assertThatThrownBy(() -> Shares.independent(new double[] {wrong}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(String.valueOf(wrong));
    assertThatThrownBy(() -> Shares.independent(new double[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Shares.difference(new double[2], new double[1], 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

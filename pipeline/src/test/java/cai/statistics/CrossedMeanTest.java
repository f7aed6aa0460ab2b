package cai.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CrossedMeanTest {
  @Test
  void isTheNumberWorkedOutByHand() {
    // Means of runs 2 and 4, of conversations 2 and 4; mean 3.
    // Conversations: (1^2 + 1^2) / 2 / 1 = 1; seeds the same: 1. Standard error sqrt(2).
    // Degrees of freedom (1 + 1)^2 / (1 / 1 + 1 / 1) = 2; t = 4.3027.
    CrossedMean mean =
        CrossedMean.of(List.of(Map.of("a", 1.0, "b", 3.0), Map.of("a", 3.0, "b", 5.0)));
    assertThat(mean.interval().mean()).isEqualTo(3);
    assertThat(mean.interval().n()).isEqualTo(2);
    assertThat(mean.interval().high()).isCloseTo(3 + 4.3027 * Math.sqrt(2), within(1e-3));
    assertThat(mean.interval().low()).isCloseTo(3 - 4.3027 * Math.sqrt(2), within(1e-3));
    // Of t = 3 / sqrt(2) with 2 degrees of freedom 0.168 lie beyond; two equal signs have 0.5.
    assertThat(mean.p()).isEqualTo(0.5);
  }

  @Test
  void runsThatAgreeLeaveTheVarianceOfTheConversations() {
    Map<String, Double> run = Map.of("a", 0.0, "b", 1.0, "c", 5.0);
    CrossedMean mean = CrossedMean.of(List.of(run, run, run));
    // Variance of 0, 1, 5 is 7; of the mean 7 / 3. Two degrees of freedom.
    assertThat(mean.interval().high() - 2).isCloseTo(4.3027 * Math.sqrt(7 / 3.0), within(1e-3));
  }

  @Test
  void theOrderOfRunsAndAShiftOfAllValuesChangeNothingElse() {
    Map<String, Double> first = Map.of("a", 1.0, "b", 2.0, "c", 4.0);
    Map<String, Double> second = Map.of("a", 0.5, "c", 3.0);
    CrossedMean mean = CrossedMean.of(List.of(first, second));
    CrossedMean turned = CrossedMean.of(List.of(second, first));
    assertThat(turned.interval().low()).isCloseTo(mean.interval().low(), within(1e-12));
    Map<String, Double> shifted = new HashMap<>();
    second.forEach((name, value) -> shifted.put(name, value + 10));
    Map<String, Double> shiftedFirst = new HashMap<>();
    first.forEach((name, value) -> shiftedFirst.put(name, value + 10));
    CrossedMean moved = CrossedMean.of(List.of(shiftedFirst, shifted));
    assertThat(moved.interval().low() - 10).isCloseTo(mean.interval().low(), within(1e-9));
    assertThat(moved.interval().n()).isEqualTo(3);
  }

  @Test
  void equalValuesHaveNoWidthAndTheChanceOfEqualSigns() {
    Map<String, Double> run = Map.of("a", 1.0, "b", 1.0, "c", 1.0);
    CrossedMean mean = CrossedMean.of(List.of(run, run));
    assertThat(mean.interval().hasWidth()).isFalse();
    assertThat(mean.p()).isEqualTo(0.25);
    assertThat(CrossedMean.of(List.of(Map.of("a", 0.0), Map.of("a", 0.0))).p()).isEqualTo(1);
  }

  @Test
  void oneRunOrAnEmptyOneIsRefused() {
    assertThatThrownBy(() -> CrossedMean.of(List.of(Map.of("a", 1.0))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CrossedMean.of(List.of(Map.of("a", 1.0), Map.of())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// Of 2,000 simulated experiments with a true mean of 0, how many intervals hold it, whatever
  /// part of the chance lies in seeds. Satterthwaite's approximation is a little bold with two
  /// seeds.
  @ParameterizedTest
  @CsvSource({
    "3, 1, 0, 1, 0.95",
    "3, 1, 0.1, 1, 0.95",
    "3, 1, 0.5, 1, 0.93",
    "3, 1, 2, 1, 0.93",
    "2, 1, 0.3, 0.5, 0.91",
    "5, 0.2, 0.2, 1, 0.95"
  })
  void theIntervalHoldsTheMeanAsOftenAsItShould(
      int seeds, double ofConversations, double ofSeeds, double ofCells, double least) {
    var random = new SplittableRandom(3);
    int held = 0;
    int called = 0;
    int experiments = 2000;
    for (int i = 0; i < experiments; i++) {
      double[] conversations = new double[40];
      for (int c = 0; c < conversations.length; c++)
        conversations[c] = random.nextGaussian(0, ofConversations);
      var runs = new ArrayList<Map<String, Double>>();
      for (int s = 0; s < seeds; s++) {
        double seed = random.nextGaussian(0, ofSeeds);
        var run = new HashMap<String, Double>();
        for (int c = 0; c < conversations.length; c++)
          run.put("c" + c, conversations[c] + seed + random.nextGaussian(0, ofCells));
        runs.add(run);
      }
      CrossedMean mean = CrossedMean.of(runs);
      if (!mean.interval().excludes(0)) held++;
      if (mean.p() < 0.05) called++;
    }
    assertThat(held / (double) experiments).isBetween(least, 0.995);
    assertThat(called / (double) experiments).isLessThanOrEqualTo(1 - least);
  }
}

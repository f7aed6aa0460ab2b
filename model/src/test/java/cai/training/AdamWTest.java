package cai.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import cai.tensor.NotFinite;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdamWTest {
  @Test
  void threeStepsAgreeWithTheFormulaByHand() {
    var settings = new AdamW.Settings(0.9, 0.99, 1e-8, 0.1);
    double weight = 2;
    double mean = 0;
    double square = 0;
    try (var scope = TensorScope.training();
        Tensor tensor = scope.keep(Tensor.of(new float[] {2}, 1, 1).trained(true));
        var optimiser = new AdamW(List.of(tensor), settings)) {
      for (int step = 1; step <= 3; step++) {
        tensor.square().mul(1.5).sum().backward();
        assertThat(optimiser.gradientNorm()).isCloseTo(Math.abs(3 * weight), within(1e-4));
        optimiser.step(0.01, 0.5);
        double gradient = 0.5 * 3 * weight;
        weight *= 1 - 0.01 * 0.1;
        mean = 0.9 * mean + 0.1 * gradient;
        square = 0.99 * square + 0.01 * gradient * gradient;
        double meanHat = mean / (1 - Math.pow(0.9, step));
        double squareHat = square / (1 - Math.pow(0.99, step));
        weight -= 0.01 * meanHat / (Math.sqrt(squareHat) + 1e-8);
        assertThat((double) tensor.item()).isCloseTo(weight, within(1e-5));
        assertThat(tensor.gradient().item()).isZero();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e30f})
  void aGradientThatIsNoNumberChangesNothing(float slope) {
    try (var scope = TensorScope.training();
        Tensor good = scope.keep(Tensor.of(new float[] {2, 3}, 1, 2).trained(true));
        Tensor bad = scope.keep(Tensor.of(new float[] {5}, 1).trained(true));
        var optimiser = new AdamW(List.of(good, bad), List.of("the good", "the bad"), settings())) {
      good.sum().add(bad.mul(2).sum()).backward();
      optimiser.step(0.1, 1);
      float[] before = good.floats();
      float[] mean = optimiser.moments().getFirst().floats();
      good.sum().add(bad.mul(slope).sum()).backward();
      assertThatThrownBy(() -> optimiser.step(0.1, 1))
          .isInstanceOf(NotFinite.class)
          .hasMessageContaining("the squared length of the gradient of the bad is ");
      assertThatThrownBy(() -> optimiser.stepAlongMean(0.1, 1, 1)).isInstanceOf(NotFinite.class);
      assertThat(good.floats()).containsExactly(before);
      assertThat(optimiser.moments().getFirst().floats()).containsExactly(mean);
      assertThat(optimiser.steps()).isEqualTo(1);
    }
  }

  @Test
  void aWeightThatHasBecomeInfiniteIsNamed() {
    try (var scope = TensorScope.training();
        Tensor tensor = scope.keep(Tensor.of(new float[] {3e38f}, 1).trained(true));
        var optimiser = new AdamW(List.of(tensor), List.of("the head"), settings())) {
      tensor.mul(-1).sum().backward();
      assertThatThrownBy(() -> optimiser.step(1e38, 1))
          .isInstanceOf(NotFinite.class)
          .hasMessage("a weight of the head behind the step is Infinity");
    }
  }

  private static AdamW.Settings settings() {
    return new AdamW.Settings(0.9, 0.99, 1e-8, 0);
  }

  @Test
  void whatIsKeptComesBackToTheBit() {
    try (var scope = TensorScope.inference();
        Tensor live = scope.keepForGood(Tensor.of(new float[] {1, -2, 3e-30f}, 3).trained(true));
        var kept = new KeptState(List.of(live))) {
      live.detach().mulInPlace(7);
      kept.keep();
      live.detach().mulInPlace(Double.NaN);
      kept.restore();
      assertThat(live.floats()).containsExactly(7, -14, 7 * 3e-30f);
    }
  }

  @Test
  void largeNumbersWhoseSumOverflowsAreNumbers() {
    try (var _ = TensorScope.inference()) {
      NotFinite.require("large", Tensor.of(new float[] {3e38f, 3e38f, 3e38f}, 3));
      for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY})
        assertThatThrownBy(
                () -> NotFinite.require("bad", Tensor.of(new float[] {1, bad, 3e38f}, 3)))
            .hasMessage("bad is " + bad);
    }
  }

  @Test
  void theScheduleRisesToItsPeakAndFallsToZero() {
    var schedule = new Schedule(1.0, 3, 10, true);
    assertThat(schedule.at(0)).isEqualTo(0.25);
    assertThat(schedule.at(2)).isEqualTo(0.75);
    assertThat(schedule.at(3)).isEqualTo(1.0);
    assertThat(schedule.at(10)).isEqualTo(0.0);
    assertThat(new Schedule(1.0, 0, 10, false).at(9)).isEqualTo(1.0);
  }
}

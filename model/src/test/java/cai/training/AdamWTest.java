package cai.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.List;
import org.junit.jupiter.api.Test;

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

package cai.reinforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.sequence.AnswerLayout;
import cai.sequence.TokenSequence;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.TrainedLayers;
import cai.transformer.decoder.Decoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyUpdateTest {
  @Test
  void beforeAnyUpdateTheRatioIsOneAndTheLossMinusTheSumOfAdvantages() {
    try (Decoder policy = Fixture.decoder(TrainedLayers.from(Fixture.FROZEN));
        var value = new ValueHead(32);
        var frozen = Fixture.frozen(policy)) {
      List<Trajectory> trajectories = trajectories(policy, frozen);
      var update = new PolicyUpdate(policy, Optional.of(value), Fixture.settings(1));
      var sums = update.backward(frozen, trajectories, new int[] {0, 1, 2, 3, 4});
      double advantages = 0;
      double squares = 0;
      for (Trajectory one : trajectories) {
        for (double a : one.advantages()) advantages += a;
        for (double r : one.returns()) squares += r * r / 2;
      }
      assertThat(sums.maxDeviation()).isLessThan(1e-4);
      assertThat(sums.clipped()).isZero();
      assertThat(sums.policyLoss()).isCloseTo(-advantages, within(1e-3));
      assertThat(sums.valueLoss()).isCloseTo(squares, within(1e-3));
    }
  }

  @Test
  void gradientsDoNotDependOnMicroBatches() {
    float[] small = gradient(16);
    float[] large = gradient(100_000);
    for (int i = 0; i < small.length; i++)
      assertThat(small[i]).isCloseTo(large[i], within(1e-4f + 1e-3f * Math.abs(large[i])));
  }

  // From layer 0 on the embedding is trained too, and the head where it has a weight of its own.
  @ParameterizedTest
  @CsvSource({"1, true", "0, true", "0, false"})
  void theGradientOfTheLossIsWhatAStepAlongItChanges(int from, boolean tied) {
    var trained = TrainedLayers.from(from);
    try (Decoder policy = tied ? Fixture.decoder(trained) : Fixture.untied(trained);
        var value = new ValueHead(32);
        var frozen = Fixture.frozen(policy)) {
      List<Trajectory> trajectories = trajectories(policy, frozen);
      var update = new PolicyUpdate(policy, Optional.of(value), Fixture.settings(1));
      update.backward(frozen, trajectories, new int[] {0, 1, 2, 3, 4});
      List<float[]> slopes;
      try (var _ = TensorScope.inference()) {
        slopes = policy.trained().stream().map(one -> one.gradient().floats()).toList();
        policy.trained().forEach(Tensor::clearGradient);
      }
      for (int i = 0; i < slopes.size(); i++) {
        float[] slope = slopes.get(i);
        Tensor weight = policy.trained().get(i);
        int steepest = 0;
        for (int j = 0; j < slope.length; j++)
          if (Math.abs(slope[j]) > Math.abs(slope[steepest])) steepest = j;
        double step = 2e-3;
        double up = moved(update, weight, steepest, step, () -> loss(update, frozen, trajectories));
        double down =
            moved(update, weight, steepest, -step, () -> loss(update, frozen, trajectories));
        assertThat(Math.abs(slope[steepest])).as(policy.trainedNames().get(i)).isGreaterThan(0.05f);
        assertThat((up - down) / (2 * step))
            .as(policy.trainedNames().get(i))
            .isCloseTo(slope[steepest], within(0.03 * Math.abs(slope[steepest]) + 5e-3));
      }
    }
  }

  private static double loss(
      PolicyUpdate update, FrozenStates frozen, List<Trajectory> trajectories) {
    return update.backward(frozen, trajectories, new int[] {0, 1, 2, 3, 4}).policyLoss();
  }

  private static double moved(
      PolicyUpdate update,
      Tensor weight,
      int at,
      double by,
      java.util.function.DoubleSupplier measured) {
    shift(weight, at, by);
    double result = measured.getAsDouble();
    shift(weight, at, -by);
    update.policy().trained().forEach(Tensor::clearGradient);
    return result;
  }

  private static void shift(Tensor weight, int at, double by) {
    try (var _ = TensorScope.inference()) {
      float[] change = new float[Math.toIntExact(weight.elements())];
      change[at] = (float) by;
      weight.addInPlace(Tensor.of(change, weight.shape()));
    }
  }

  private static float[] gradient(int tokensAtOnce) {
    try (Decoder policy = Fixture.decoder(TrainedLayers.from(Fixture.FROZEN));
        var value = new ValueHead(32);
        var frozen = Fixture.frozen(policy)) {
      List<Trajectory> trajectories = trajectories(policy, frozen);
      var settings = Fixture.settings(1, tokensAtOnce);
      new PolicyUpdate(policy, Optional.of(value), settings)
          .backward(frozen, trajectories, new int[] {4, 2, 0, 1, 3});
      try (var _ = TensorScope.inference()) {
        return policy.trained().get(1).gradient().floats();
      }
    }
  }

  private static List<Trajectory> trajectories(Decoder policy, FrozenStates frozen) {
    var random = new SplittableRandom(3);
    var pass = new Likelihoods.ScoringPass(policy.trainedFrom(), 1, new AnswerLayout(false, 1000));
    Likelihoods before =
        Likelihoods.of(policy, frozen, pass, s -> new float[Math.toIntExact(s.size(0))]);
    var trajectories = new ArrayList<Trajectory>();
    for (int i = 0; i < frozen.sequences().size(); i++) {
      TokenSequence one = frozen.sequences().get(i);
      int length = one.answerLength();
      double[] now = before.logProbabilities().get(i);
      double[] advantages = random.doubles(length, -1, 1).toArray();
      double[] returns = random.doubles(length, -0.1, 0.1).toArray();
      trajectories.add(new Trajectory(one, now, now, new double[length], advantages, returns));
    }
    return trajectories;
  }
}

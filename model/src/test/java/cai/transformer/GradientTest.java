package cai.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.training.TokenLoss;
import java.util.OptionalInt;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GradientTest {
  private static final int[][] IDS = {
    IntStream.range(0, 40).map(i -> (i * i + 7 * i) % 50).toArray()
  };
  private static final int[] TARGETS = IntStream.range(0, 40).map(i -> (i * 11) % 50).toArray();

  @Test
  void gradientsAgreeWithFiniteDifferences() {
    try (var decoder = RandomDecoder.of(RandomDecoder.CONFIG, Arithmetic.FP32, OptionalInt.of(0))) {
      backward(decoder, IDS, TARGETS);
      for (Tensor tensor : decoder.trained()) {
        float[] gradient;
        try (var _ = TensorScope.inference()) {
          gradient = tensor.gradient().floats();
        }
        int at = largest(gradient);
        double numeric = difference(tensor, at, () -> loss(decoder, IDS, TARGETS));
        assertThat((double) gradient[at])
            .isCloseTo(numeric, within(0.02 * Math.abs(numeric) + 2e-3));
      }
    }
  }

  @Test
  void chunksGiveTheGradientOfTheWhole() {
    int rows = 6 * 60; // more than one chunk
    int[][] ids = new int[6][];
    for (int b = 0; b < 6; b++) {
      int start = b;
      ids[b] = IntStream.range(0, 60).map(i -> (start + i * 13) % 50).toArray();
    }
    int[] targets = IntStream.range(0, rows).map(i -> (i * 5) % 50).toArray();
    try (var decoder = RandomDecoder.of(RandomDecoder.CONFIG, Arithmetic.FP32, OptionalInt.of(2))) {
      Tensor last = decoder.trained().getLast();
      double sum = backward(decoder, ids, targets);
      float[] chunked;
      try (var _ = TensorScope.training()) {
        chunked = last.gradient().floats();
        decoder.trained().forEach(Tensor::clearGradient);
        Tensor logits = decoder.logits(states(decoder, ids));
        Tensor loss = TokenLoss.ofTargets(logits, targets, 0, rows).sum().neg();
        loss.backward();
        assertThat(sum).isCloseTo(loss.item(), within(1e-2));
        assertThat(last.gradient().floats()).containsExactly(chunked, within(5e-3f));
      }
    }
  }

  private static Tensor states(Decoder decoder, int[][] ids) {
    return decoder
        .normalized(decoder.stream(ids, 3))
        .view((long) ids.length * ids[0].length, decoder.config().width());
  }

  private static double backward(Decoder decoder, int[][] ids, int[] targets) {
    try (var _ = TensorScope.training()) {
      return TokenLoss.backward(
          decoder,
          states(decoder, ids),
          (logits, from, count) -> TokenLoss.ofTargets(logits, targets, from, count).sum().neg());
    }
  }

  private static double loss(Decoder decoder, int[][] ids, int[] targets) {
    try (var _ = TensorScope.inference()) {
      double sum = 0;
      for (float p : TokenLoss.logProbabilities(decoder, states(decoder, ids), targets)) sum -= p;
      return sum;
    }
  }

  private static int largest(float[] values) {
    int best = 0;
    for (int i = 0; i < values.length; i++)
      if (Math.abs(values[i]) > Math.abs(values[best])) best = i;
    return best;
  }

  private static double difference(Tensor tensor, int at, DoubleSupplier loss) {
    double step = 2e-3;
    nudge(tensor, at, step);
    double above = loss.getAsDouble();
    nudge(tensor, at, -2 * step);
    double below = loss.getAsDouble();
    nudge(tensor, at, step);
    return (above - below) / (2 * step);
  }

  private static void nudge(Tensor tensor, int at, double step) {
    try (var _ = TensorScope.inference()) {
      float[] delta = new float[(int) tensor.elements()];
      delta[at] = (float) step;
      tensor.addInPlace(Tensor.of(delta, tensor.shape()));
    }
  }
}

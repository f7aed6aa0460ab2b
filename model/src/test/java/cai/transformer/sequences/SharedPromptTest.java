package cai.transformer.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.Arithmetic;
import cai.transformer.ModelConfig;
import cai.transformer.RandomDecoder;
import cai.transformer.TrainedLayers;
import cai.transformer.decoder.Decoder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Answers that share the rows of their prompt, against the same sequences laid out whole.
class SharedPromptTest {
  private static final ModelConfig CONFIG = RandomDecoder.CONFIG;

  private record Answered(int[] ids, int promptLength) {}

  /// Families of one, two and five; a prompt of one token, which cannot be shared; an answer
  /// without a token.
  private static final List<Answered> ANSWERED =
      List.of(
          answered(1, 9, 4),
          answered(2, 23, 11),
          answered(2, 23, 5),
          answered(3, 1, 6),
          answered(3, 1, 3),
          answered(4, 40, 0),
          answered(4, 40, 1),
          answered(4, 40, 17),
          answered(4, 40, 20),
          answered(4, 40, 2),
          answered(5, 2, 2),
          answered(5, 2, 9));

  private static final List<int[]> WHOLE = ANSWERED.stream().map(Answered::ids).toList();
  private static final SequenceRows APART = SequenceRows.of(WHOLE);
  private static final SequenceRows SHARED =
      SequenceRows.answers(WHOLE, ANSWERED.stream().mapToInt(Answered::promptLength).toArray());

  private static Answered answered(int prompt, int promptLength, int length) {
    var ids = new Random(prompt).ints(promptLength, 0, 50);
    var answer = new Random(31L * prompt + length).ints(length, 0, 50);
    return new Answered(IntStream.concat(ids, answer).toArray(), promptLength);
  }

  @Test
  void allButTheLastTokenOfAPromptIsShared() {
    assertThat(SHARED.shared()).containsExactly(0, 0, 22, 0, 0, 0, 39, 39, 39, 39, 0, 1);
    assertThat(SHARED.leaders()).containsExactly(0, 1, 3, 4, 5, 10, 12);
    assertThat(SHARED.tokens()).isEqualTo(APART.tokens() - 22 - 4 * 39 - 1);
    assertThat(SHARED.longest()).isEqualTo(60);
    for (int i = 0; i < WHOLE.size(); i++) {
      assertThat(SHARED.length(i)).isEqualTo(WHOLE.get(i).length);
      for (int t = 0; t < WHOLE.get(i).length; t++)
        assertThat(SHARED.ids()[SHARED.row(i, t)]).isEqualTo(WHOLE.get(i)[t]);
    }
    try (var _ = TensorScope.inference()) {
      float[] shared = SHARED.positions().floats();
      float[] apart = APART.positions().floats();
      int[] rows = SHARED.unshared();
      assertThat(rows).hasSize(APART.tokens());
      for (int at = 0; at < rows.length; at++) assertThat(shared[rows[at]]).isEqualTo(apart[at]);
    }
  }

  @Test
  void promptsThatMerelyBeginAlikeAreNotShared() {
    int[] one = {7, 8, 9, 1};
    int[] other = {7, 8, 4, 1};
    assertThat(SequenceRows.answers(List.of(one, other), new int[] {3, 3}).shared())
        .containsOnly(0);
    assertThat(SequenceRows.answers(List.of(one, one), new int[] {3, 2}).shared()).containsOnly(0);
    assertThat(SequenceRows.answers(List.of(one, other), new int[] {2, 2}).shared())
        .containsExactly(0, 1);
  }

  @ParameterizedTest
  @CsvSource({"FP32, 0, 0", "FP32, 2, 0", "FP32, 0, 2"})
  void statesAndGradientsAreThoseOfWholeSequences(Arithmetic arithmetic, int from, int rank) {
    var trained = new TrainedLayers(from, rank, 1);
    try (var decoder = RandomDecoder.of(CONFIG, arithmetic, trained);
        var _ = TensorScope.inference()) {
      if (trained.adapted()) RandomDecoder.disturb(decoder);
      float[] gradient = random(APART.tokens());
      List<float[]> apart = passed(decoder, APART, gradient);
      List<float[]> shared = passed(decoder, SHARED, summed(gradient));
      int[] rows = SHARED.unshared();
      int width = CONFIG.width();
      for (int at = 0; at < rows.length; at++) {
        float[] expected = Arrays.copyOfRange(apart.getFirst(), at * width, (at + 1) * width);
        float[] found =
            Arrays.copyOfRange(shared.getFirst(), rows[at] * width, (rows[at] + 1) * width);
        assertThat(distance(found, expected)).isCloseTo(0, within(1e-5));
      }
      for (int i = 1; i < apart.size(); i++)
        assertThat(distance(shared.get(i), apart.get(i))).isCloseTo(0, within(2e-5));
    }
  }

  @Test
  void recomputedLayersGiveTheSameBits() {
    try (var decoder = RandomDecoder.of(CONFIG, Arithmetic.FP32, TrainedLayers.from(0));
        var _ = TensorScope.inference()) {
      float[] gradient = random(SHARED.tokens());
      assertThat(passed(decoder, SHARED, gradient, Activations.RECOMPUTED))
          .usingRecursiveComparison()
          .isEqualTo(passed(decoder, SHARED, gradient, Activations.KEPT));
    }
  }

  /// The states behind the last layer, then the gradients of all trained tensors.
  private static List<float[]> passed(Decoder decoder, SequenceRows rows, float[] gradient) {
    return passed(decoder, rows, gradient, Activations.KEPT);
  }

  private static List<float[]> passed(
      Decoder decoder, SequenceRows rows, float[] gradient, Activations activations) {
    Tensor frozen = decoder.sequences().below(decoder.trainedFrom(), rows);
    RecordedPass recorded = decoder.sequences().recorded(frozen, rows, activations);
    float[] states = recorded.stream().floats();
    recorded.backward(Tensor.of(gradient, rows.tokens(), CONFIG.width()));
    List<Tensor> trained = decoder.trainedInStream();
    List<float[]> gradients = trained.stream().map(one -> one.gradient().floats()).toList();
    trained.forEach(Tensor::clearGradient);
    return Stream.concat(Stream.of(states), gradients.stream()).toList();
  }

  private static float[] random(int rows) {
    var random = new Random(3);
    float[] values = new float[rows * CONFIG.width()];
    for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
    return values;
  }

  /// What whole sequences pass back to rows that they share.
  private static float[] summed(float[] gradient) {
    int width = CONFIG.width();
    int[] rows = SHARED.unshared();
    float[] sums = new float[SHARED.tokens() * width];
    for (int at = 0; at < rows.length; at++)
      for (int i = 0; i < width; i++) sums[rows[at] * width + i] += gradient[at * width + i];
    return sums;
  }

  /// Relative to the length of what was expected.
  private static double distance(float[] found, float[] expected) {
    double apart = 0;
    double length = 0;
    for (int i = 0; i < expected.length; i++) {
      apart += Math.pow(found[i] - expected[i], 2);
      length += Math.pow(expected[i], 2);
    }
    return Math.sqrt(apart / Math.max(length, 1e-12));
  }
}

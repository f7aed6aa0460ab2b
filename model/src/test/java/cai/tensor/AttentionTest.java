package cai.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.tensor.Attention.Attended;
import cai.tensor.Attention.Operands;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Fused and rounded attention against loops over numbers, with 6 heads of queries on 2 of keys.
class AttentionTest {
  private static final int HEADS = 6;
  private static final int PAIRS = 2;
  private static final int GROUP = HEADS / PAIRS;
  private static final int WIDTH = 16;

  private final Random random = new Random(1);

  /// What attention gives by its definition.
  ///
  /// @param mask added to the scores // [time, columns]
  private record Plain(float[] queries, float[] keys, float[] values, float[] mask, int columns) {
    int time() {
      return queries.length / HEADS / WIDTH;
    }

    double[] scores(int head, int row) {
      double[] scores = new double[columns];
      for (int column = 0; column < columns; column++) {
        for (int i = 0; i < WIDTH; i++)
          scores[column] +=
              queries[(head * time() + row) * WIDTH + i]
                  * keys[(head / GROUP * columns + column) * WIDTH + i]
                  / Math.sqrt(WIDTH);
        scores[column] += mask[row * columns + column];
      }
      return scores;
    }

    float[] mixed() {
      float[] mixed = new float[queries.length];
      for (int head = 0; head < HEADS; head++)
        for (int row = 0; row < time(); row++) {
          double[] scores = scores(head, row);
          double sum = logSumExp(scores);
          for (int column = 0; column < columns; column++)
            for (int i = 0; i < WIDTH; i++)
              mixed[(head * time() + row) * WIDTH + i] +=
                  (float)
                      (Math.exp(scores[column] - sum)
                          * values[(head / GROUP * columns + column) * WIDTH + i]);
        }
      return mixed;
    }

    float[] sums() {
      float[] sums = new float[HEADS * time()];
      for (int head = 0; head < HEADS; head++)
        for (int row = 0; row < time(); row++)
          sums[head * time() + row] = (float) logSumExp(scores(head, row));
      return sums;
    }

    private static double logSumExp(double[] scores) {
      double sum = 0;
      for (double score : scores) sum += Math.exp(score);
      return Math.log(sum);
    }
  }

  private float[] numbers(int count) {
    float[] numbers = new float[count];
    // Numbers that bf16 has.
    for (int i = 0; i < count; i++) numbers[i] = Math.round(32 * random.nextGaussian()) / 32f;
    return numbers;
  }

  private Plain plain(int time, int columns, float[] mask) {
    return new Plain(
        numbers(HEADS * time * WIDTH),
        numbers(PAIRS * columns * WIDTH),
        numbers(PAIRS * columns * WIDTH),
        mask,
        columns);
  }

  private static float[] causal(int time) {
    float[] mask = new float[time * time];
    for (int row = 0; row < time; row++)
      for (int column = row + 1; column < time; column++)
        mask[row * time + column] = Float.NEGATIVE_INFINITY;
    return mask;
  }

  private static void assertAttended(Attended attended, Plain plain, DType type) {
    float error = type == DType.FLOAT32 ? 1e-5f : 2e-2f;
    assertThat(attended.mixed().floats()).containsExactly(plain.mixed(), within(error));
    assertThat(attended.logSumExp().floats()).containsExactly(plain.sums(), within(error));
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32, 5", "FLOAT32, 70", "BFLOAT16, 5", "BFLOAT16, 70"})
  void causalAttentionSeesWhatIsBefore(DType type, int time) {
    try (var _ = TensorScope.inference()) {
      Plain plain = plain(time, time, causal(time));
      Attended attended =
          Attention.causal(
              Tensor.of(plain.queries, 1, HEADS, time, WIDTH).to(type),
              Tensor.of(plain.keys, 1, PAIRS, time, WIDTH).to(type),
              Tensor.of(plain.values, 1, PAIRS, time, WIDTH).to(type));
      assertAttended(attended, plain, type);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 3, 9",
    "FLOAT32, 66, 80",
    "BFLOAT16, 3, 9",
    "BFLOAT16, 66, 9",
    "BFLOAT16, 66, 80"
  })
  void aMaskLeavesSomeColumns(DType type, int time, int columns) {
    try (var _ = TensorScope.inference()) {
      float[] mask = new float[time * columns];
      for (int i = 0; i < mask.length; i++)
        if (i % columns > 0 && random.nextInt(3) == 0) mask[i] = Float.NEGATIVE_INFINITY;
      Plain plain = plain(time, columns, mask);
      Attended attended =
          Attention.full(
              Tensor.of(plain.queries, 1, HEADS, time, WIDTH).to(type),
              Tensor.of(plain.keys, 1, PAIRS, columns, WIDTH).to(type),
              Tensor.of(plain.values, 1, PAIRS, columns, WIDTH).to(type),
              Optional.of(Tensor.of(mask, 1, 1, time, columns)));
      assertAttended(attended, plain, type);
    }
  }

  /// Products in bf16 and the fused kernel in fp32 are two ways to one gradient; that of the latter
  /// is checked against differences in the tests of whole layers.
  @ParameterizedTest
  @CsvSource({"7, 7, true", "300, 300, true", "7, 20, false", "300, 40, false"})
  void gradientsInBf16AreThoseInFp32(int time, int columns, boolean causal) {
    try (var _ = TensorScope.inference()) {
      Tensor queries = Tensor.of(numbers(GROUP * time * WIDTH), 1, GROUP, time, WIDTH);
      Tensor keys = Tensor.of(numbers(columns * WIDTH), 1, 1, columns, WIDTH);
      Tensor values = Tensor.of(numbers(columns * WIDTH), 1, 1, columns, WIDTH);
      Tensor gradient = Tensor.of(numbers(GROUP * time * WIDTH), 1, GROUP, time, WIDTH);
      Attended attended =
          causal
              ? Attention.causal(queries, keys, values)
              : Attention.full(queries, keys, values, Optional.empty());
      var exact =
          Attention.gradient(gradient, new Operands(queries, keys, values, causal), attended);
      var found =
          Attention.gradient(
              rounded(gradient),
              new Operands(rounded(queries), rounded(keys), rounded(values), causal),
              new Attended(rounded(attended.mixed()), attended.logSumExp()));
      assertThat(distance(found.queries(), exact.queries())).isLessThan(0.01);
      assertThat(distance(found.keys(), exact.keys())).isLessThan(0.01);
      assertThat(distance(found.values(), exact.values())).isLessThan(0.01);
      assertThat(found.keys().shape()).isEqualTo(keys.shape());
    }
  }

  private static Tensor rounded(Tensor tensor) {
    return tensor.to(DType.BFLOAT16);
  }

  private static double distance(Tensor found, Tensor expected) {
    double apart = found.to(DType.FLOAT32).sub(expected).square().sum().item();
    return Math.sqrt(apart / expected.square().sum().item());
  }

  @Test
  void partsJoinToTheWhole() {
    try (var _ = TensorScope.inference()) {
      Plain plain = plain(4, 10, new float[40]);
      Tensor queries = Tensor.of(plain.queries, 1, HEADS, 4, WIDTH);
      Tensor keys = Tensor.of(plain.keys, 1, PAIRS, 10, WIDTH);
      Tensor values = Tensor.of(plain.values, 1, PAIRS, 10, WIDTH);
      Attended first =
          Attention.full(queries, keys.narrow(2, 0, 3), values.narrow(2, 0, 3), Optional.empty());
      Attended rest =
          Attention.full(queries, keys.narrow(2, 3, 7), values.narrow(2, 3, 7), Optional.empty());
      assertAttended(first.joined(rest), plain, DType.FLOAT32);
    }
  }
}

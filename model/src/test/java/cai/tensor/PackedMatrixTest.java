package cai.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cai.transformer.Arithmetic;
import cai.transformer.MachineArithmetic;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PackedMatrixTest {
  private static final int ROWS = 5;
  private static final int IN = 24;
  private static final int OUT = 40;

  private final Random random = new Random(2);

  private record Kind(
      String name, Function<Tensor, PackedMatrix> packing, DType type, float error) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Kind> kinds() {
    return Stream.of(
        new Kind("fp32", PackedMatrix::of, DType.FLOAT32, 1e-5f),
        new Kind("half", PackedMatrix::half, DType.FLOAT32, 1e-3f),
        new Kind("bf16", one -> PackedMatrix.of(one.to(DType.BFLOAT16)), DType.BFLOAT16, 0.05f));
  }

  private float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) numbers[i] = Math.round(16 * random.nextGaussian()) / 32f;
    return numbers;
  }

  private static float[] products(float[] rows, float[] matrix) {
    float[] products = new float[ROWS * OUT];
    for (int row = 0; row < ROWS; row++)
      for (int out = 0; out < OUT; out++)
        for (int in = 0; in < IN; in++)
          products[row * OUT + out] += rows[row * IN + in] * matrix[out * IN + in];
    return products;
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void whatIsDoneWithEachProductIsDone(Kind kind) {
    assumeTrue(
        kind.type() != DType.BFLOAT16 || MachineArithmetic.supports(Arithmetic.BF16),
        "bf16 is not for this processor");
    float[] rows = numbers(ROWS * IN);
    float[] weights = numbers(OUT * IN);
    float[] others = numbers(ROWS * OUT);
    float[] plain = products(rows, weights);
    float[] silu = new float[plain.length];
    float[] scaled = new float[plain.length];
    float[] sums = new float[plain.length];
    for (int i = 0; i < plain.length; i++) {
      silu[i] = (float) (plain[i] / (1 + Math.exp(-plain[i])));
      scaled[i] = plain[i] * others[i];
      sums[i] = plain[i] + others[i];
    }
    try (var _ = TensorScope.inference();
        var matrix = kind.packing.apply(Tensor.of(weights, OUT, IN))) {
      Tensor input = Tensor.of(rows, ROWS, IN);
      Tensor other = Tensor.of(others, ROWS, OUT);
      Tensor products = matrix.products(input);
      assertThat(products.type()).isEqualTo(kind.type);
      assertThat(products.floats()).containsExactly(plain, within(kind.error));
      assertThat(matrix.silu(input).floats()).containsExactly(silu, within(kind.error));
      assertThat(matrix.scaled(other.to(kind.type), input).floats())
          .containsExactly(scaled, within(kind.error));
      Tensor onto = matrix.onto(other, input);
      assertThat(onto.type()).isEqualTo(DType.FLOAT32);
      assertThat(onto.floats()).containsExactly(sums, within(kind.error));
      assertThat(other.floats()).containsExactly(others);
    }
  }
}

package cai.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class TensorRowsTest {
  private static final int ROWS = 3;
  private static final int WIDTH = 40;

  /// Of all sizes, and those that are hard to round: ties, numbers that round to infinity, none.
  private static float[] numbers() {
    var random = new SplittableRandom(3);
    float[] numbers = new float[ROWS * WIDTH];
    for (int i = 0; i < numbers.length; i++)
      numbers[i] = (float) Math.scalb(random.nextGaussian(), random.nextInt(-140, 120));
    float[] hard = {
      0,
      -0f,
      Float.intBitsToFloat(0x3f808000), // half-way, down to the even one
      Float.intBitsToFloat(0x3f818000), // half-way, up to the even one
      Float.intBitsToFloat(0xbf808001),
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.NaN,
      Float.intBitsToFloat(0xffffffff), // another one that is no number
      Float.MIN_VALUE
    };
    System.arraycopy(hard, 0, numbers, 0, hard.length);
    return numbers;
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      mode = Mode.EXCLUDE,
      names = {"INT64"})
  void writesWhatLibTorchWouldConvertAndReadsItBack(DType type) {
    try (var _ = TensorScope.inference()) {
      float[] numbers = numbers();
      float[] expected = Tensor.of(numbers, ROWS, WIDTH).to(type).floats();
      Tensor matrix = Tensor.zeros(type, ROWS, WIDTH);
      TensorRows memory = TensorRows.of(matrix);
      for (int row = 0; row < ROWS - 1; row++) memory.write(row, 0, numbers, row * WIDTH, WIDTH);
      for (int column = 0; column < WIDTH; column++)
        memory.set(ROWS - 1, column, numbers[(ROWS - 1) * WIDTH + column]);
      assertThat(matrix.floats()).containsExactly(expected);
      float[] read = new float[WIDTH];
      memory.read(1, 5, read, 2, 30);
      for (int i = 0; i < WIDTH; i++)
        assertThat(read[i]).isEqualTo(i >= 2 && i < 32 ? expected[WIDTH + 5 + i - 2] : 0);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      mode = Mode.EXCLUDE,
      names = {"INT64"})
  void addsAndCopiesRows(DType type) {
    try (var _ = TensorScope.inference()) {
      Tensor some = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2).to(type);
      Tensor wide = Tensor.zeros(type, 2, 4);
      TensorRows.of(wide).copy(1, 1, TensorRows.of(some), 2);
      assertThat(wide.floats()).containsExactly(0, 0, 0, 0, 0, 5, 6, 0);
      float[] sums = {10, 20, 30, 40};
      TensorRows.of(some).add(1, sums, 1);
      assertThat(sums).containsExactly(10, 23, 34, 40);
    }
  }

  @Test
  void refusesWhatItCannotRead() {
    try (var _ = TensorScope.inference()) {
      assertThatThrownBy(() -> TensorRows.of(Tensor.of(new int[] {1, 2})))
          .hasMessage("numbers of type INT64");
      Tensor turned = Tensor.zeros(DType.FLOAT32, 2, 3).transpose(0, 1);
      assertThatThrownBy(() -> TensorRows.of(turned)).hasMessageContaining("view of shape");
      TensorRows rounded = TensorRows.of(Tensor.zeros(DType.BFLOAT16, 1, 2));
      TensorRows exact = TensorRows.of(Tensor.zeros(DType.FLOAT32, 1, 2));
      assertThatThrownBy(() -> rounded.copy(0, 0, exact, 0)).hasMessage("FLOAT32 into BFLOAT16");
    }
  }
}

package cai.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopTest {
  private static final int ROWS = 5;

  /// The first by blocks; the others have too few blocks, or columns that do not fill them.
  @ParameterizedTest
  @CsvSource({
    "3200, 7, 1000000",
    "3200, 7, 20",
    "3200, 60, 1000000",
    "3201, 7, 1000000",
    "9, 9, 4"
  })
  void theLargestValuesAreThoseOfAPlainSort(int columns, int count, int different) {
    var random = new SplittableRandom(1);
    float[] values = new float[ROWS * columns];
    for (int i = 0; i < values.length; i++) values[i] = random.nextInt(different) - different / 2f;
    try (var _ = TensorScope.inference()) {
      Tensor.Top top = Tensor.of(values, ROWS, columns).top(count);
      float[] largest = top.values().floats();
      long[] places = top.indices().longs();
      for (int row = 0; row < ROWS; row++) {
        float[] sorted = Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
        Arrays.sort(sorted);
        var seen = new boolean[columns];
        for (int i = 0; i < count; i++) {
          int place = (int) places[row * count + i];
          assertThat(largest[row * count + i]).isEqualTo(sorted[columns - 1 - i]);
          assertThat(values[row * columns + place]).isEqualTo(largest[row * count + i]);
          assertThat(seen[place]).isFalse();
          seen[place] = true;
        }
      }
    }
  }
}

package cai.transformer.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.ModelConfig;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class KeyBlocksTest {
  private static final int HEADS = 6;
  private static final int PAIRS = 2;
  private static final int WIDTH = 8;
  private static final ModelConfig CONFIG =
      new ModelConfig(
          1, HEADS * WIDTH, HEADS, PAIRS, WIDTH, 16, 50, 512, 1e-5, 10_000, Optional.empty(), true);
  private static final int CAPACITY = 192; // three blocks
  private static final int[] LENGTHS = {1, 64, 65, 190};

  private final SplittableRandom random = new SplittableRandom(5);

  @Test
  void queriesTakeWhatPlainAttentionTakes() {
    try (var _ = TensorScope.inference();
        var blocks = KeyBlocks.of(CONFIG, (long) LENGTHS.length * CAPACITY)) {
      float[][] keys = new float[LENGTHS.length][];
      float[][] values = new float[LENGTHS.length][];
      long[] starts = new long[LENGTHS.length];
      for (int slot = 0; slot < LENGTHS.length; slot++) {
        starts[slot] = (long) slot * CAPACITY;
        keys[slot] = numbers(LENGTHS[slot] * PAIRS * WIDTH);
        values[slot] = numbers(LENGTHS[slot] * PAIRS * WIDTH);
        write(blocks, starts[slot], columns(keys[slot], values[slot]));
      }
      float[] queries = numbers(LENGTHS.length * HEADS * WIDTH);
      var taken =
          blocks.taken(
              Tensor.of(queries, LENGTHS.length, PAIRS, HEADS / PAIRS, WIDTH),
              KeyBlocks.StepColumns.of(CONFIG, starts, LENGTHS));
      float[] mixed = taken.mixed().floats();
      float[] sums = taken.logSumExp().floats();
      for (int slot = 0; slot < LENGTHS.length; slot++)
        for (int head = 0; head < HEADS; head++) {
          int row = slot * HEADS + head;
          double[] scores = new double[LENGTHS[slot]];
          double sum = 0;
          for (int c = 0; c < scores.length; c++) {
            for (int i = 0; i < WIDTH; i++)
              scores[c] += queries[row * WIDTH + i] * keys[slot][at(c, head, i)];
            scores[c] /= Math.sqrt(WIDTH);
            sum += Math.exp(scores[c]);
          }
          assertThat((double) sums[row]).isCloseTo(Math.log(sum), within(1e-5));
          for (int i = 0; i < WIDTH; i++) {
            double expected = 0;
            for (int c = 0; c < scores.length; c++)
              expected += Math.exp(scores[c]) / sum * values[slot][at(c, head, i)];
            assertThat((double) mixed[row * WIDTH + i]).isCloseTo(expected, within(1e-5));
          }
        }
    }
  }

  private static int at(int column, int head, int number) {
    return (column * PAIRS + head / (HEADS / PAIRS)) * WIDTH + number;
  }

  @Test
  void columnsAreReadAsTheyWereWrittenFilledAndCopied() {
    try (var _ = TensorScope.inference();
        var blocks = KeyBlocks.of(CONFIG, 3L * CAPACITY)) {
      for (int count : LENGTHS) {
        var columns = columns(numbers(count * PAIRS * WIDTH), numbers(count * PAIRS * WIDTH));
        write(blocks, 0, columns);
        blocks.fill(CAPACITY, columns);
        blocks.copy(CAPACITY, 2L * CAPACITY, count);
        for (int slot = 0; slot < 3; slot++) {
          var read = blocks.rows((long) slot * CAPACITY, count);
          assertThat(read.keys().floats()).containsExactly(columns.keys().floats());
          assertThat(read.values().floats()).containsExactly(columns.values().floats());
        }
      }
    }
  }

  @Test
  void roomIsRoundedUpToWholeBlocks() {
    assertThat(KeyBlocks.capacity(1)).isEqualTo(64);
    assertThat(KeyBlocks.capacity(64)).isEqualTo(64);
    assertThat(KeyBlocks.capacity(65)).isEqualTo(128);
  }

  private static void write(KeyBlocks blocks, long start, KeysAndValues columns) {
    long count = columns.keys().size(0);
    long[] numbers = LongStream.range(start, start + count).toArray();
    long[] places = KeyBlocks.places(CONFIG, numbers);
    blocks.write(
        new NewColumns(Tensor.of(numbers, count), Optional.of(Tensor.of(places, places.length))),
        columns.keys(),
        columns.values());
  }

  private static KeysAndValues columns(float[] keys, float[] values) {
    long count = keys.length / (PAIRS * WIDTH);
    return new KeysAndValues(
        Tensor.of(keys, count, PAIRS, WIDTH), Tensor.of(values, count, PAIRS, WIDTH));
  }

  private float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) numbers[i] = (float) random.nextGaussian();
    return numbers;
  }
}

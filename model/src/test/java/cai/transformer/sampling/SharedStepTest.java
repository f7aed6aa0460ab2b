package cai.transformer.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.Arithmetic;
import cai.transformer.MachineArithmetic;
import cai.transformer.ModelConfig;
import cai.transformer.RandomDecoder;
import cai.transformer.RandomWeights;
import cai.transformer.ReferenceDecoder;
import cai.transformer.TrainedLayers;
import cai.transformer.cache.KeyValueCache.Room;
import cai.transformer.cache.TokenRun;
import cai.transformer.decoder.Decoder;
import cai.transformer.weights.ColumnSplit;
import cai.transformer.weights.DecoderWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Steps whose products lanes share, against the reference. The decoder is wide enough for two
/// lanes; with four its feed-forward layer still has a part for each.
class SharedStepTest {
  private static final int WIDTH = 128;
  private static final ModelConfig CONFIG =
      new ModelConfig(3, WIDTH, 4, 2, 32, 160, 60, 64, 1e-5, 10_000, Optional.empty(), true);
  private static final RandomWeights WEIGHTS = new RandomWeights(CONFIG, 3, 0.1);
  private static final ReferenceDecoder REFERENCE = ReferenceDecoder.of(CONFIG, WEIGHTS);
  private static final int PREFIX = 7;

  private static Decoder decoder(Arithmetic arithmetic, TrainedLayers trained) {
    RandomDecoder.assumeSupported(arithmetic);
    return Decoder.load(CONFIG, WEIGHTS, arithmetic, trained);
  }

  /// Of different lengths, all with the same beginning.
  private static int[][] sequences(int count) {
    var random = new SplittableRandom(5);
    int[] prefix = random.ints(PREFIX, 0, 60).toArray();
    var sequences = new int[count][];
    for (int i = 0; i < count; i++) {
      int[] own = random.ints(4 + i % 5, 0, 60).toArray();
      sequences[i] = IntStream.concat(Arrays.stream(prefix), Arrays.stream(own)).toArray();
    }
    return sequences;
  }

  /// The last token's row of the residual stream.
  private static float[] reference(int[] ids, int layers) {
    float[] states = REFERENCE.stream(layers, ids).floats();
    return Arrays.copyOfRange(states, states.length - WIDTH, states.length);
  }

  @ParameterizedTest
  @CsvSource({"FP32, 1", "FP32, 2", "FP32, 5", "FP32, 33", "FP16, 5", "BF16, 1", "BF16, 33"})
  void stepsHaveTheStatesOfWholeSequences(Arithmetic arithmetic, int count) {
    assumeTrue(
        arithmetic != Arithmetic.FP16 || MachineArithmetic.cpuFlags().contains("avx2"),
        "FBGEMM needs AVX2");
    float error =
        switch (arithmetic) {
          case FP32 -> 1e-4f;
          case FP16 -> 1e-2f;
          case BF16 -> 0.15f;
        };
    int[][] sequences = sequences(count);
    try (var decoder = decoder(arithmetic, TrainedLayers.none());
        var prefix = decoder.cache(Room.reading(1, PREFIX), Set.of(2));
        var _ = TensorScope.inference()) {
      decoder
          .reading()
          .extend(prefix, List.of(TokenRun.chain(0, Arrays.copyOf(sequences[0], PREFIX))));
      try (var cache = prefix.behind(Room.sampling(count, 20))) {
        decoder.reading().extend(cache, beginnings(sequences, PREFIX));
        List<TokenRun> last = ends(sequences);
        assertThat(lanesShare(TrainedLayers.none(), 3)).isEqualTo(ColumnSplit.lanes() > 1);
        float[] states = decoder.sampling().step(cache, last, 3).floats();
        for (int i = 0; i < count; i++) {
          float[] expected = reference(sequences[i], 3);
          for (int k = 0; k < WIDTH; k++)
            assertThat(states[i * WIDTH + k]).isCloseTo(expected[k], within(error));
          float[] kept = cache.stream(i, 2).floats();
          float[] below = reference(sequences[i], 2);
          for (int k = 0; k < WIDTH; k++)
            assertThat(kept[kept.length - WIDTH + k]).isCloseTo(below[k], within(error));
        }
      }
    }
  }

  /// All tokens but the last.
  private static List<TokenRun> beginnings(int[][] sequences, int from) {
    return runs(sequences, ids -> Arrays.copyOfRange(ids, from, ids.length - 1));
  }

  private static List<TokenRun> ends(int[][] sequences) {
    return runs(sequences, ids -> new int[] {ids[ids.length - 1]});
  }

  private static List<TokenRun> runs(int[][] sequences, UnaryOperator<int[]> some) {
    var runs = new ArrayList<TokenRun>();
    for (int slot = 0; slot < sequences.length; slot++)
      runs.add(TokenRun.chain(slot, some.apply(sequences[slot])));
    return runs;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9})
  void aSequenceHasTheSameStatesAloneAndAmongOthers(int others) {
    int[][] sequences = sequences(1 + others);
    try (var decoder = decoder(Arithmetic.FP32, TrainedLayers.none());
        var _ = TensorScope.inference()) {
      float[] alone = step(decoder, Arrays.copyOf(sequences, 1));
      float[] among = step(decoder, sequences);
      for (int k = 0; k < WIDTH; k++) assertThat(among[k]).isCloseTo(alone[k], within(1e-5f));
    }
  }

  private static float[] step(Decoder decoder, int[][] sequences) {
    try (var cache = decoder.cache(Room.sampling(sequences.length, 20))) {
      decoder.reading().extend(cache, beginnings(sequences, 0));
      return decoder.sampling().step(cache, ends(sequences), 3).floats();
    }
  }

  @Test
  void trainedLayersAreNotShared() {
    try (var decoder = decoder(Arithmetic.FP32, TrainedLayers.from(2));
        var cache = decoder.cache(Room.sampling(2, 8));
        var _ = TensorScope.inference()) {
      var runs = List.of(TokenRun.chain(0, 1), TokenRun.chain(1, 2));
      assertThat(lanesShare(TrainedLayers.from(2), 3)).isFalse();
      assertThat(lanesShare(TrainedLayers.from(2), 2)).isEqualTo(ColumnSplit.lanes() > 1);
      assertThat(decoder.sampling().step(cache, runs).floats()).doesNotContain(Float.NaN);
    }
  }

  /// Whether lanes share the products of the lowest layers.
  private static boolean lanesShare(TrainedLayers trained, int layers) {
    try (var weights = DecoderWeights.load(CONFIG, WEIGHTS, Arithmetic.FP32, trained)) {
      return CachedSampling.shareable(weights.blocks().subList(0, layers), ColumnSplit.lanes())
          .isPresent();
    }
  }

  @Test
  void logitsOfAllLanesFollowATrainedHead() {
    try (var decoder = decoder(Arithmetic.FP32, TrainedLayers.from(0));
        var _ = TensorScope.inference()) {
      assertThat(decoder.trainedInStreamNames()).startsWith("model.embed_tokens.weight");
      float[] numbers = new float[2 * WIDTH];
      for (int i = 0; i < numbers.length; i++) numbers[i] = (i % 13 - 6) / 6f;
      Tensor states = Tensor.of(numbers, 2, WIDTH);
      float[] before = decoder.head().logitsOnLanes(states).floats();
      decoder.trainedInStream().getFirst().mulInPlace(2); // the embedding, tied to the head
      float[] after = decoder.head().logitsOnLanes(states).floats();
      for (int i = 0; i < after.length; i++)
        assertThat(after[i]).isCloseTo(2 * before[i], within(1e-5f));
    }
  }

  @Test
  void logitsOfAllLanesAreThoseOfTheHead() {
    try (var decoder = decoder(Arithmetic.FP32, TrainedLayers.none());
        var _ = TensorScope.inference()) {
      float[] numbers = new float[3 * WIDTH];
      for (int i = 0; i < numbers.length; i++) numbers[i] = (i % 13 - 6) / 6f;
      Tensor states = Tensor.of(numbers, 3, WIDTH);
      assertThat(decoder.head().logitsOnLanes(states).floats())
          .containsExactly(decoder.head().logits(states).floats(), within(1e-5f));
    }
  }
}

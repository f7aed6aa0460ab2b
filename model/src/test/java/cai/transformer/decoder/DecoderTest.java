package cai.transformer.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.Arithmetic;
import cai.transformer.MachineArithmetic;
import cai.transformer.RandomDecoder;
import cai.transformer.TrainedLayers;
import cai.transformer.cache.KeyValueCache;
import cai.transformer.cache.KeyValueCache.Purpose;
import cai.transformer.cache.KeyValueCache.Room;
import cai.transformer.cache.TokenRun;
import cai.transformer.sequences.SequenceRows;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecoderTest {
  private static final int[] IDS = {3, 17, 42, 8, 8, 21, 49, 0, 5, 30};
  private static final SequenceRows ROWS = SequenceRows.of(List.of(IDS));

  @ParameterizedTest
  @EnumSource
  void theCacheGivesTheStatesOfTheWholeSequence(Purpose purpose) {
    try (var decoder = RandomDecoder.frozen();
        var _ = TensorScope.inference()) {
      float[] whole = reference(IDS);
      try (var cache = decoder.cache(new Room(1, 20, purpose))) {
        for (int t = 0; t < IDS.length; t++)
          assertRow(extend(decoder, cache, TokenRun.chain(0, IDS[t])), 0, whole, t);
      }
      if (purpose == Purpose.READING) return;
      try (var cache = decoder.cache(new Room(1, 20, purpose))) {
        for (int t = 0; t < IDS.length; t++)
          assertRow(
              decoder.sampling().step(cache, List.of(TokenRun.chain(0, IDS[t]))).floats(),
              0,
              whole,
              t);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void sequencesBehindAPrefixHaveTheStatesOfWholeOnes(Purpose purpose) {
    int[] second = {IDS[0], IDS[1], IDS[2], IDS[3], 42, 8, 1, 9};
    try (var decoder = RandomDecoder.frozen();
        var _ = TensorScope.inference()) {
      float[] first = reference(IDS);
      float[] other = reference(second);
      try (var prefix = decoder.cache(Room.reading(1, 4))) {
        extend(decoder, prefix, TokenRun.chain(0, Arrays.copyOf(IDS, 4)));
        try (var cache = prefix.behind(new Room(3, 12, purpose))) {
          float[] states =
              extend(
                  decoder,
                  cache,
                  TokenRun.chain(0, Arrays.copyOfRange(IDS, 4, 9)),
                  TokenRun.chain(1, 42, 8));
          for (int t = 0; t < 5; t++) assertRow(states, t, first, 4 + t);
          for (int t = 0; t < 2; t++) assertRow(states, 5 + t, other, 4 + t);
          // One token each, of sequences of different lengths.
          states = extend(decoder, cache, TokenRun.chain(0, IDS[9]), TokenRun.chain(1, second[6]));
          assertRow(states, 0, first, 9);
          assertRow(states, 1, other, 6);
          // Several behind what is there.
          cache.truncate(1, 1);
          assertThat(cache.length(1)).isEqualTo(5);
          states = extend(decoder, cache, TokenRun.chain(1, 8, 1, 9));
          for (int t = 0; t < 3; t++) assertRow(states, t, other, 5 + t);
        }
      }
    }
  }

  @Test
  void aFrozenCopySharesTheLowerLayersAndDoesNotLearn() {
    try (var decoder =
        RandomDecoder.of(RandomDecoder.CONFIG, Arithmetic.FP32, TrainedLayers.from(2))) {
      try (var copy = decoder.frozenCopy();
          var _ = TensorScope.inference()) {
        float[] before = states(copy, IDS);
        assertThat(states(decoder, IDS)).containsExactly(before);
        decoder.trained().forEach(tensor -> tensor.mulInPlace(1.5));
        assertThat(states(copy, IDS)).containsExactly(before);
        assertThat(states(decoder, IDS)).isNotEqualTo(before);
        assertThat(copy.trained()).isEmpty();
        try (var fast = decoder.fastCopy()) {
          assertThat(states(fast, IDS)).containsExactly(states(decoder, IDS), within(1e-4f));
        }
      }
      try (var _ = TensorScope.inference()) {
        assertThat(states(decoder, IDS)).doesNotContain(Float.NaN);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theBranchesOfATreeDoNotSeeEachOther(Purpose purpose) {
    int[] second = Arrays.copyOf(IDS, 8);
    second[6] = 40;
    second[7] = 41;
    try (var decoder = RandomDecoder.frozen();
        var cache = decoder.cache(new Room(1, 12, purpose));
        var _ = TensorScope.inference()) {
      float[] first = reference(IDS);
      float[] other = reference(second);
      extend(decoder, cache, TokenRun.chain(0, IDS[0], IDS[1]));
      int[] ids = {IDS[2], IDS[3], IDS[4], IDS[5], IDS[6], 40, IDS[7], 41};
      int[] parents = {TokenRun.CACHED, 0, 1, 2, 3, 3, 4, 5};
      float[] states = extend(decoder, cache, new TokenRun(0, ids, parents));
      for (int t = 0; t < 5; t++) assertRow(states, t, first, 2 + t);
      assertRow(states, 5, other, 6);
      assertRow(states, 6, first, 7);
      assertRow(states, 7, other, 7);
    }
  }

  // Many rows in one run are cut among lanes in the middle of it.
  @ParameterizedTest
  @EnumSource
  void longRunsHaveTheStatesOfWholeSequences(Purpose purpose) {
    int[] long1 = IntStream.range(0, 60).map(i -> (7 * i + 3) % 50).toArray();
    int[] branch = Arrays.copyOf(long1, 58);
    branch[55] = 1;
    try (var decoder = RandomDecoder.frozen();
        var cache = decoder.cache(new Room(2, 64, purpose));
        var _ = TensorScope.inference()) {
      float[] first = reference(long1);
      float[] other = reference(branch);
      float[] states = extend(decoder, cache, TokenRun.chain(0, Arrays.copyOf(long1, 45)));
      for (int t = 0; t < 45; t++) assertRow(states, t, first, t);
      // A short run beside a long one that continues what is there.
      cache.truncate(0, 5);
      states =
          extend(
              decoder,
              cache,
              TokenRun.chain(1, Arrays.copyOf(long1, 3)),
              TokenRun.chain(0, Arrays.copyOfRange(long1, 5, 60)));
      for (int t = 0; t < 3; t++) assertRow(states, t, first, t);
      for (int t = 0; t < 55; t++) assertRow(states, 3 + t, first, 5 + t);
      // A tree behind what is there: 10 to 57, and from 55 on another branch.
      cache.truncate(0, 10);
      int[] ids = new int[48 + 3];
      int[] parents = new int[ids.length];
      for (int i = 0; i < 48; i++) ids[i] = long1[10 + i];
      for (int i = 0; i < 48; i++) parents[i] = i - 1;
      for (int i = 0; i < 3; i++) ids[48 + i] = branch[55 + i];
      for (int i = 0; i < 3; i++) parents[48 + i] = i == 0 ? 44 : 47 + i;
      states = extend(decoder, cache, new TokenRun(0, ids, parents));
      for (int t = 0; t < 48; t++) assertRow(states, t, first, 10 + t);
      for (int t = 0; t < 3; t++) assertRow(states, 48 + t, other, 55 + t);
    }
  }

  @Test
  void halfPrecisionRoundsFrozenWeightsOnly() {
    assumeTrue(MachineArithmetic.cpuFlags().contains("avx2"), "FBGEMM needs AVX2");
    try (var exact =
            RandomDecoder.of(RandomDecoder.CONFIG, Arithmetic.FP32, TrainedLayers.from(2));
        var mixed = RandomDecoder.of(RandomDecoder.CONFIG, Arithmetic.FP16, TrainedLayers.from(2));
        var _ = TensorScope.inference()) {
      float[] lower = exact.sequences().below(2, ROWS).floats();
      float[] rounded = mixed.sequences().below(2, ROWS).floats();
      assertThat(rounded).isNotEqualTo(lower).containsExactly(lower, within(5e-3f));
      Tensor same = Tensor.of(lower, IDS.length, 32);
      assertThat(mixed.sequences().carried(same, ROWS, 2, 3).floats())
          .containsExactly(exact.sequences().carried(same, ROWS, 2, 3).floats());
      // With a cache as without.
      try (var cache = mixed.cache(Room.reading(1, 64))) {
        float[] states = extend(mixed, cache, TokenRun.chain(0, IDS));
        assertThat(states).containsExactly(states(mixed, IDS), within(1e-4f));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void columnsCanBeCopiedBetweenSlotsAndCaches(Purpose purpose) {
    try (var decoder = RandomDecoder.frozen();
        var cache = decoder.cache(new Room(2, 10, purpose));
        var later = decoder.cache(new Room(1, 10, purpose));
        var _ = TensorScope.inference()) {
      float[] whole = reference(IDS);
      extend(decoder, cache, TokenRun.chain(0, Arrays.copyOf(IDS, 6)));
      cache.copy(0, 1, 5);
      assertRow(extend(decoder, cache, TokenRun.chain(1, IDS[5])), 0, whole, 5);
      try (var columns = cache.copied(1)) {
        later.fill(0, columns, 0, 4);
      }
      assertRow(extend(decoder, later, TokenRun.chain(0, IDS[4])), 0, whole, 4);
    }
  }

  @Test
  void moreColumnsThanFitAreRefused() {
    try (var decoder = RandomDecoder.frozen();
        var cache = decoder.cache(Room.reading(1, 3));
        var _ = TensorScope.inference()) {
      assertThatThrownBy(() -> extend(decoder, cache, TokenRun.chain(0, 1, 2, 3, 4)))
          .hasMessageContaining("0 + 4 columns do not fit the capacity 3");
    }
  }

  @Test
  void upperLayersContinueTheStreamOfLowerOnes() {
    try (var decoder = RandomDecoder.frozen();
        var _ = TensorScope.inference()) {
      Tensor lower = decoder.sequences().below(2, ROWS);
      float[] resumed =
          decoder.head().normalized(decoder.sequences().carried(lower, ROWS, 2, 3)).floats();
      assertThat(resumed).containsExactly(states(decoder, IDS), within(1e-6f));
      assertThat(resumed).containsExactly(reference(IDS), within(1e-4f));
    }
  }

  @Test
  void onlyLayersFromTheTrainedOneAreTrained() {
    try (var decoder =
        RandomDecoder.of(RandomDecoder.CONFIG, Arithmetic.FP32, TrainedLayers.from(2))) {
      assertThat(decoder.trained()).hasSize(6 + 1);
      assertThat(decoder.trainedFrom()).isEqualTo(2);
    }
  }

  @Test
  void aSequenceLongerThanTheContextIsRefused() {
    try (var decoder = RandomDecoder.frozen();
        var _ = TensorScope.inference()) {
      assertThatThrownBy(() -> decoder.sequences().below(3, SequenceRows.of(List.of(new int[65]))))
          .hasMessageContaining("65 tokens do not fit the context of 64");
    }
  }

  private static float[] states(Decoder decoder, int[] ids) {
    int layers = decoder.config().layers();
    return decoder
        .head()
        .normalized(decoder.sequences().below(layers, SequenceRows.of(List.of(ids))))
        .floats();
  }

  private static float[] reference(int[] ids) {
    return RandomDecoder.REFERENCE.states(ids).floats();
  }

  private static float[] extend(Decoder decoder, KeyValueCache cache, TokenRun... runs) {
    return decoder.reading().extend(cache, List.of(runs)).floats();
  }

  private static void assertRow(float[] actual, int row, float[] expected, int expectedRow) {
    for (int i = 0; i < 32; i++)
      assertThat(actual[row * 32 + i]).isCloseTo(expected[expectedRow * 32 + i], within(1e-4f));
  }
}

package cai.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DecoderTest {
  private static final int[] IDS = {3, 17, 42, 8, 8, 21, 49, 0, 5, 30};

  @Test
  void paddingBehindASequenceChangesNothing() {
    try (var decoder = RandomDecoder.frozen();
        var _ = TensorScope.inference()) {
      float[] alone = states(decoder, new int[][] {IDS});
      int[] padded = Arrays.copyOf(IDS, 16);
      float[] among = states(decoder, new int[][] {padded, new int[16], padded});
      int used = IDS.length * 32;
      for (int i = 0; i < used; i++) {
        assertThat(among[i]).isCloseTo(alone[i], within(1e-5f));
        assertThat(among[2 * 16 * 32 + i]).isCloseTo(alone[i], within(1e-5f));
      }
    }
  }

  @Test
  void theCacheGivesTheStatesOfTheWholeSequence() {
    try (var decoder = RandomDecoder.frozen();
        var _ = TensorScope.inference()) {
      float[] whole = states(decoder, new int[][] {IDS});
      try (var cache = decoder.cache(1, 20)) {
        for (int t = 0; t < IDS.length; t++) {
          float[] step = extend(decoder, cache, new int[][] {{IDS[t]}}, real(1, 1));
          for (int i = 0; i < 32; i++)
            assertThat(step[i]).isCloseTo(whole[t * 32 + i], within(1e-4f));
        }
      }
    }
  }

  @Test
  void aSharedPrefixAndPaddingInFrontGiveTheStatesOfTheWholeSequence() {
    try (var decoder = RandomDecoder.frozen();
        var _ = TensorScope.inference()) {
      float[] whole = states(decoder, new int[][] {IDS});
      try (var prefix = decoder.cache(1, 4)) {
        extend(decoder, prefix, new int[][] {Arrays.copyOf(IDS, 4)}, real(1, 4));
        try (var cache = decoder.continuing(prefix, 2, 12)) {
          // The second sequence is shorter: two columns of padding stand before its tokens.
          int[][] ids = {Arrays.copyOfRange(IDS, 4, 9), {0, 0, 42, 8, 1}};
          boolean[][] real = {{true, true, true, true, true}, {false, false, true, true, true}};
          float[] states = extend(decoder, cache, ids, real);
          for (int i = 0; i < 5 * 32; i++)
            assertThat(states[i]).isCloseTo(whole[4 * 32 + i], within(1e-4f));
          cache.select(new int[] {1, 0, 0});
          assertThat(cache.length(0)).isEqualTo(7);
          float[] next = extend(decoder, cache, new int[][] {{9}, {IDS[9]}, {IDS[9]}}, real(3, 1));
          for (int i = 0; i < 32; i++) {
            assertThat(next[32 + i]).isCloseTo(whole[9 * 32 + i], within(1e-4f));
            assertThat(next[64 + i]).isCloseTo(whole[9 * 32 + i], within(1e-4f));
          }
          int[] second = {IDS[0], IDS[1], IDS[2], IDS[3], 42, 8, 1, 9};
          float[] expected = states(decoder, new int[][] {second});
          for (int i = 0; i < 32; i++)
            assertThat(next[i]).isCloseTo(expected[7 * 32 + i], within(1e-4f));
        }
      }
    }
  }

  @Test
  void upperLayersContinueTheStreamOfLowerOnes() {
    try (var decoder = RandomDecoder.frozen();
        var _ = TensorScope.inference()) {
      Tensor lower = decoder.stream(new int[][] {IDS}, 2);
      float[] resumed = decoder.normalized(decoder.through(lower, 2, 3)).floats();
      assertThat(resumed).containsExactly(states(decoder, new int[][] {IDS}), within(1e-6f));
    }
  }

  @Test
  void onlyLayersFromTheTrainedOneAreTrained() {
    try (var decoder = RandomDecoder.of(RandomDecoder.CONFIG, Arithmetic.FP32, OptionalInt.of(2))) {
      assertThat(decoder.trained()).hasSize(6 + 1);
      assertThat(decoder.trainedFrom()).isEqualTo(2);
    }
  }

  @Test
  void aSequenceLongerThanTheContextIsRefused() {
    try (var decoder = RandomDecoder.frozen();
        var _ = TensorScope.inference()) {
      assertThatThrownBy(() -> decoder.stream(new int[1][65], 3))
          .hasMessageContaining("65 tokens do not fit the context of 64");
    }
  }

  private static float[] states(Decoder decoder, int[][] ids) {
    return decoder.normalized(decoder.stream(ids, decoder.config().layers())).floats();
  }

  private static float[] extend(
      Decoder decoder, KeyValueCache cache, int[][] ids, boolean[][] real) {
    return decoder.extend(cache, ids, real).floats();
  }

  private static boolean[][] real(int batch, int time) {
    boolean[][] real = new boolean[batch][time];
    for (boolean[] row : real) Arrays.fill(row, true);
    return real;
  }
}

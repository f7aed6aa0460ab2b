package cai.transformer.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.tensor.TensorScope;
import cai.transformer.Arithmetic;
import cai.transformer.ModelConfig;
import cai.transformer.RandomDecoder;
import cai.transformer.TrainedLayers;
import cai.transformer.sequences.SequenceRows;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Copies of a decoder whose every layer is trained, with embedding and head.
class CopyOfAllTest {
  private static final int[] IDS = {3, 17, 42, 8, 8, 25, 1, 49};

  @ParameterizedTest
  @CsvSource({
    "FP32, true, 0",
    "FP32, false, 0",
    "BF16, true, 0",
    "BF16, false, 0",
    "FP32, true, 4",
    "BF16, false, 4"
  })
  void theyGiveWhatItGaveWhenTheyWereMade(Arithmetic arithmetic, boolean tied, int rank) {
    try (var decoder = RandomDecoder.of(config(tied), arithmetic, new TrainedLayers(0, rank, 5))) {
      float[] before = logits(decoder);
      try (var copy = decoder.frozenCopy()) {
        assertThat(logits(copy)).containsExactly(before);
        RandomDecoder.disturb(decoder);
        float[] after = logits(decoder);
        assertThat(after).isNotEqualTo(before);
        assertThat(logits(copy)).containsExactly(before);
        assertThat(copy.trained()).isEmpty();
        try (var fast = decoder.fastCopy()) {
          float tolerance = arithmetic == Arithmetic.FP32 ? 1e-3f : 0.25f;
          assertThat(logits(fast)).containsExactly(after, within(tolerance));
        }
        assertThat(logits(decoder)).containsExactly(after);
      }
      assertThat(logits(decoder)).doesNotContain(Float.NaN);
    }
  }

  @ParameterizedTest
  @CsvSource({"true, 0", "false, 0", "true, 4"})
  void everyTrainedTensorHasANameOfItsOwn(boolean tied, int rank) {
    for (int from = 0; from <= 3; from++)
      try (var decoder =
          RandomDecoder.of(config(tied), Arithmetic.FP32, new TrainedLayers(from, rank, 5))) {
        List<String> names = decoder.trainedNames();
        assertThat(names).doesNotHaveDuplicates().hasSameSizeAs(decoder.trained());
        assertThat(decoder.trainedInStreamNames()).hasSameSizeAs(decoder.trainedInStream());
        boolean words = from == 0 && rank == 0;
        assertThat(names.contains("model.embed_tokens.weight")).isEqualTo(words);
        assertThat(names.contains("lm_head.weight")).isEqualTo(words && !tied);
      }
  }

  private static ModelConfig config(boolean tied) {
    return new ModelConfig(3, 32, 4, 2, 8, 48, 50, 64, 1e-5, 10_000, Optional.empty(), tied);
  }

  private static float[] logits(Decoder decoder) {
    try (var _ = TensorScope.inference()) {
      SequenceRows rows = SequenceRows.of(List.of(IDS, Arrays.copyOf(IDS, 3)));
      int layers = decoder.config().layers();
      return decoder
          .head()
          .logits(decoder.head().normalized(decoder.sequences().below(layers, rows)))
          .floats();
    }
  }
}

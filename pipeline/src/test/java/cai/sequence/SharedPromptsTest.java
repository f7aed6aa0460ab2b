package cai.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.run.Progress;
import cai.sequence.LowerLayers.Lessons;
import cai.tensor.TensorScope;
import cai.transformer.Arithmetic;
import cai.transformer.ModelConfig;
import cai.transformer.RandomWeights;
import cai.transformer.TrainedLayers;
import cai.transformer.decoder.Decoder;
import cai.transformer.sequences.SequenceRows;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedPromptsTest {
  private static final ModelConfig CONFIG =
      new ModelConfig(3, 32, 4, 2, 8, 48, 257, 256, 1e-5, 10_000, Optional.empty(), true);

  @TempDir private Path folder;

  /// Two answers to each of six prompts, all first ones before all second ones.
  private static final List<TokenSequence> SEQUENCES =
      IntStream.range(0, 12).mapToObj(i -> sequence(i % 6, i)).toList();

  private static TokenSequence sequence(int prompt, int answer) {
    var ids = new Random(prompt).ints(4 + 3L * prompt, 0, 257);
    var own = new Random(100 + answer).ints(3 + answer * 5 % 11, 0, 257);
    return new TokenSequence(IntStream.concat(ids, own).toArray(), 4 + 3 * prompt);
  }

  @Test
  void answersToOnePromptStandSideBySide() {
    List<int[]> parts = MicroBatches.byPrompt(SEQUENCES, 100_000);
    assertThat(parts).hasSize(1);
    int[] order = parts.getFirst();
    assertThat(order).hasSize(12).doesNotHaveDuplicates();
    for (int i = 0; i < 12; i += 2) {
      assertThat(order[i] % 6).isEqualTo(order[i + 1] % 6);
      assertThat(length(order[i])).isGreaterThanOrEqualTo(length(order[i + 1]));
      if (i > 0) assertThat(length(order[i - 2])).isGreaterThanOrEqualTo(length(order[i]));
    }
    for (int[] part : MicroBatches.byPrompt(SEQUENCES, 40))
      assertThat(part.length == 1 || Arrays.stream(part).map(i -> length(i)).sum() <= 40).isTrue();
  }

  private static int length(int number) {
    return SEQUENCES.get(number).ids().length;
  }

  @Test
  void keptStreamsServeSequencesThatShareAndThoseThatDoNot() {
    try (var decoder = decoder();
        var kept =
            FrozenStreams.of(
                folder.resolve("frozen"),
                new Lessons("test", decoder, SEQUENCES, 2, 60),
                Progress.silent());
        var _ = TensorScope.inference()) {
      for (int[] part : MicroBatches.byPrompt(SEQUENCES, 80)) {
        var some = Arrays.stream(part).mapToObj(SEQUENCES::get).toList();
        SequenceRows shared = TokenSequence.rows(some);
        assertThat(kept.stream(some, shared).floats())
            .containsExactly(decoder.sequences().below(2, shared).floats(), within(1e-5f));
      }
      SequenceRows whole = AnswerRows.of(SEQUENCES).sequences();
      assertThat(whole.shared()).containsOnly(0);
      assertThat(kept.stream(SEQUENCES, whole).floats())
          .containsExactly(decoder.sequences().below(2, whole).floats(), within(1e-5f));
    }
  }

  private static Decoder decoder() {
    return Decoder.load(
        CONFIG, new RandomWeights(CONFIG, 7, 0.2), Arithmetic.FP32, TrainedLayers.from(2));
  }
}

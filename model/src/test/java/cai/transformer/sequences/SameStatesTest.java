package cai.transformer.sequences;

import static org.assertj.core.api.Assertions.assertThat;

import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.Arithmetic;
import cai.transformer.ModelConfig;
import cai.transformer.RandomDecoder;
import cai.transformer.TrainedLayers;
import cai.transformer.decoder.Decoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the passes of training make of a sequence, to the last bit, alone and among others. The
/// inner layer is 1,536 wide and there is room for pieces of more and of fewer than 200 rows,
/// because LibTorch's products in bf16 are summed in another order beyond some such number.
class SameStatesTest {
  private static final ModelConfig CONFIG =
      new ModelConfig(2, 576, 9, 3, 64, 1536, 300, 512, 1e-5, 10_000, Optional.empty(), true);
  private static final int PROMPT = 70;

  /// Sequences of some lengths, all of which begin with the same prompt.
  private static List<int[]> sequences() {
    var random = new Random(5);
    int[] prompt = random.ints(PROMPT, 0, 300).toArray();
    var sequences = new ArrayList<int[]>();
    for (int length : new int[] {71, 72, 75, 90, 133, 150, 200, 333}) {
      int[] ids = Arrays.copyOf(prompt, length);
      for (int t = PROMPT; t < length; t++) ids[t] = random.nextInt(300);
      sequences.add(ids);
    }
    return sequences;
  }

  @ParameterizedTest
  @CsvSource({
    "FP32, 1, 0",
    "FP16, 1, 0",
    "BF16, 1, 0",
    "FP32, 1, 8",
    "BF16, 1, 8",
    "BF16, 0, 0",
    "BF16, 2, 0"
  })
  void aSequenceGivesTheSameAloneAndInAnyCompany(Arithmetic arithmetic, int from, int rank) {
    var trained = new TrainedLayers(from, rank, 1);
    try (var decoder = RandomDecoder.of(CONFIG, arithmetic, trained)) {
      if (trained.adapted()) RandomDecoder.disturb(decoder);
      List<int[]> all = sequences();
      List<float[]> alone =
          all.stream().map(one -> states(decoder, List.of(one), true).getFirst()).toList();
      var random = new Random(3);
      for (int some = 0; some < 6; some++) {
        List<Integer> chosen =
            random.ints(2 + random.nextInt(6), 0, all.size()).distinct().boxed().toList();
        List<float[]> among = states(decoder, chosen.stream().map(all::get).toList(), true);
        for (int i = 0; i < chosen.size(); i++)
          assertThat(among.get(i)).isEqualTo(alone.get(chosen.get(i)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"FP32, 1, 0", "BF16, 1, 0", "BF16, 1, 8"})
  void soItDoesWithoutASharedPrompt(Arithmetic arithmetic, int from, int rank) {
    try (var decoder = RandomDecoder.of(CONFIG, arithmetic, new TrainedLayers(from, rank, 1))) {
      List<int[]> all = sequences();
      List<float[]> among = states(decoder, all, false);
      for (int i = 0; i < all.size(); i++)
        assertThat(states(decoder, List.of(all.get(i)), false).getFirst()).isEqualTo(among.get(i));
    }
  }

  /// The states of each sequence behind the last layer, and the logits of its last token. Passes
  /// that can be gone back and passes that cannot must agree.
  private static List<float[]> states(Decoder decoder, List<int[]> sequences, boolean shared) {
    int[] prompts = sequences.stream().mapToInt(_ -> PROMPT).toArray();
    SequenceRows rows =
        shared ? SequenceRows.answers(sequences, prompts) : SequenceRows.of(sequences);
    try (var _ = TensorScope.inference()) {
      int from = decoder.trainedFrom();
      Tensor below = decoder.sequences().below(from, rows);
      Tensor free = decoder.sequences().carried(below, rows, from, CONFIG.layers());
      if (from < CONFIG.layers())
        assertThat(decoder.sequences().recorded(below, rows).stream().floats())
            .isEqualTo(free.floats());
      Tensor normalized = decoder.head().normalized(free);
      var logits = decoder.head().logitsOfRows();
      var states = new ArrayList<float[]>();
      for (int i = 0; i < sequences.size(); i++) {
        int sequence = i;
        int[] own =
            IntStream.range(0, sequences.get(i).length)
                .map(token -> rows.row(sequence, token))
                .toArray();
        Tensor ofSequence = normalized.select(0, Tensor.of(own, own.length));
        Tensor last = logits.apply(ofSequence.narrow(0, own.length - 1L, 1));
        float[] values = ofSequence.floats();
        float[] both = Arrays.copyOf(values, values.length + 300);
        System.arraycopy(last.floats(), 0, both, values.length, 300);
        states.add(both);
      }
      return states;
    }
  }
}

package cai.transformer.sequences;

import static cai.transformer.sequences.Activations.KEPT;
import static cai.transformer.sequences.Activations.RECOMPUTED;
import static org.assertj.core.api.Assertions.assertThat;

import cai.tensor.DType;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.Arithmetic;
import cai.transformer.ModelConfig;
import cai.transformer.RandomDecoder;
import cai.transformer.TrainedLayers;
import cai.transformer.decoder.Decoder;
import cai.transformer.weights.DecoderWeights;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ActivationsTest {
  private static final ModelConfig CONFIG = RandomDecoder.CONFIG;

  /// More rows than one piece for each lane has, and sequences of all lengths.
  private static final SequenceRows ROWS =
      SequenceRows.of(
          IntStream.range(0, 40)
              .map(i -> 1 + i * 17 % 60)
              .mapToObj(n -> IntStream.range(0, n).map(i -> (i * 7 + n) % 50).toArray())
              .toList());

  @ParameterizedTest
  @CsvSource({
    "FP32, 0, 0",
    "FP32, 1, 0",
    "FP32, 2, 0",
    "BF16, 0, 0",
    "BF16, 1, 0",
    "FP32, 0, 2",
    "FP16, 1, 2"
  })
  void gradientsAreTheSameBitsEitherWay(Arithmetic arithmetic, int trainedFrom, int rank) {
    var trained = new TrainedLayers(trainedFrom, rank, 1);
    try (var decoder = RandomDecoder.of(CONFIG, arithmetic, trained);
        var _ = TensorScope.inference()) {
      Tensor frozen = decoder.sequences().below(trainedFrom, ROWS);
      var kept = gradients(decoder, decoder.sequences().recorded(frozen, ROWS, KEPT));
      var again = gradients(decoder, decoder.sequences().recorded(frozen, ROWS, RECOMPUTED));
      assertThat(again).usingRecursiveComparison().isEqualTo(kept);
      var ofStream = streamGradients(decoder, decoder.sequences().recorded(frozen, ROWS, KEPT));
      assertThat(streamGradients(decoder, decoder.sequences().recorded(frozen, ROWS, RECOMPUTED)))
          .usingRecursiveComparison()
          .isEqualTo(ofStream);
      // An adapter's second factor begins as zero, so its first has no gradient yet.
      assertThat(ofStream.stream().filter(one -> !Arrays.equals(one, new float[one.length])))
          .hasSize(rank == 0 ? ofStream.size() : ofStream.size() / 2);
    }
  }

  /// By the losses of next tokens.
  private static List<float[]> gradients(Decoder decoder, RecordedPass recorded) {
    int[] all = IntStream.range(0, ROWS.tokens()).toArray();
    var targets = new RecordedPass.Targets(all, ROWS.ids(), 0.9);
    recorded.backward(targets, (some, _) -> some.sum().neg());
    return taken(decoder.trained());
  }

  /// By a gradient of the stream.
  private static List<float[]> streamGradients(Decoder decoder, RecordedPass recorded) {
    var random = new Random(3);
    float[] gradient = new float[ROWS.tokens() * CONFIG.width()];
    for (int i = 0; i < gradient.length; i++) gradient[i] = (float) random.nextGaussian();
    recorded.backward(Tensor.of(gradient, ROWS.tokens(), CONFIG.width()));
    return taken(decoder.trainedInStream());
  }

  private static List<float[]> taken(List<Tensor> trained) {
    List<float[]> gradients = trained.stream().map(one -> one.gradient().floats()).toList();
    trained.forEach(Tensor::clearGradient);
    return gradients;
  }

  @Test
  void layersAreKeptAsLongAsHalfOfTheMemoryHoldsThem() {
    assertThat(Activations.choice(50, OptionalLong.of(100))).isEqualTo(KEPT);
    assertThat(Activations.choice(51, OptionalLong.of(100))).isEqualTo(RECOMPUTED);
    assertThat(Activations.choice(Long.MAX_VALUE, OptionalLong.empty())).isEqualTo(KEPT);
    // What an earlier pass has taken costs nothing more.
    assertThat(Activations.choice(0, OptionalLong.of(0))).isEqualTo(KEPT);
  }

  @ParameterizedTest
  @EnumSource(Arithmetic.class)
  void theBytesAreThoseThatBuffersTake(Arithmetic arithmetic) {
    RandomDecoder.assumeSupported(arithmetic);
    long tokens = 10;
    try (var buffers = new Buffers();
        var weights =
            DecoderWeights.load(CONFIG, RandomDecoder.WEIGHTS, arithmetic, TrainedLayers.none());
        var _ = TensorScope.inference()) {
      var pass = new SequencePass(weights, SequenceRows.of(List.of(new int[10])), buffers);
      Tensor input = Tensor.zeros(DType.FLOAT32, tokens, CONFIG.width());
      pass.state("layer 0 ", input);
      long state = buffers.bytes("layer ");
      pass.stream("layer 0 stream");
      assertThat(Activations.bytes(CONFIG, arithmetic, tokens, 3))
          .isEqualTo(3 * buffers.bytes("layer "));
      assertThat(Activations.saved(CONFIG, arithmetic, tokens, 3)).isEqualTo(2 * state);
      assertThat(buffers.bytes("other")).isZero();
    }
  }
}

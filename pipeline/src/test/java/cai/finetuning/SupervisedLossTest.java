package cai.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.sequence.LowerLayers;
import cai.sequence.TokenSequence;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.training.TokenLoss;
import cai.transformer.Arithmetic;
import cai.transformer.ModelConfig;
import cai.transformer.RandomWeights;
import cai.transformer.ReferenceDecoder;
import cai.transformer.TrainedLayers;
import cai.transformer.decoder.Decoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SupervisedLossTest {
  private static final ModelConfig CONFIG =
      new ModelConfig(3, 32, 4, 2, 8, 48, 257, 256, 1e-5, 10_000, Optional.empty(), true);
  private static final RandomWeights WEIGHTS = new RandomWeights(CONFIG, 3, 0.15);

  @Test
  void theLossCountsTheAnswerAndNothingElse() {
    try (var decoder = decoder()) {
      for (TokenSequence sequence : sequences()) {
        int[] ids = sequence.ids();
        double expected = 0;
        try (var _ = TensorScope.inference()) {
          Tensor logits = ReferenceDecoder.of(CONFIG, WEIGHTS).logits(ids);
          int[] next = Arrays.copyOfRange(ids, 1, ids.length);
          float[] logProbabilities =
              TokenLoss.ofTargets(logits.narrow(0, 0, next.length), next, 0, next.length).floats();
          for (int t = sequence.promptLength() - 1; t < ids.length - 1; t++)
            expected -= logProbabilities[t];
        }
        var sum = new SupervisedLoss(decoder, 64).of(List.of(sequence));
        assertThat(sum.tokens()).isEqualTo(sequence.answerLength());
        assertThat(sum.loss()).isCloseTo(expected, within(1e-3));
      }
    }
  }

  @Test
  void lossAndGradientDoNotDependOnMicroBatches() {
    try (var decoder = decoder()) {
      float[] small = gradient(decoder, 16);
      float[] large = gradient(decoder, 100_000);
      for (int i = 0; i < small.length; i++)
        assertThat(small[i]).isCloseTo(large[i], within(1e-4f + 1e-3f * Math.abs(large[i])));
      var one = new SupervisedLoss(decoder, 16).of(sequences());
      var all = new SupervisedLoss(decoder, 100_000).of(sequences());
      assertThat(one.loss()).isCloseTo(all.loss(), within(1e-2));
      assertThat(one.tokens()).isEqualTo(all.tokens());
    }
  }

  private static float[] gradient(Decoder decoder, int tokensAtOnce) {
    try (var _ = TensorScope.inference()) {
      new SupervisedLoss(decoder, tokensAtOnce)
          .backward(
              sequences(),
              new TrainingSources(LowerLayers.computed(decoder), Optional.empty(), Set.of(), 1));
      float[] gradient = decoder.trained().get(1).gradient().floats();
      decoder.trained().forEach(Tensor::clearGradient);
      return gradient;
    }
  }

  private static List<TokenSequence> sequences() {
    var random = new SplittableRandom(11);
    var sequences = new ArrayList<TokenSequence>();
    for (int length : new int[] {5, 31, 12, 60, 9})
      sequences.add(
          new TokenSequence(random.ints(length, 0, 257).toArray(), 1 + random.nextInt(length - 2)));
    return sequences;
  }

  private static Decoder decoder() {
    return Decoder.load(CONFIG, WEIGHTS, Arithmetic.FP32, TrainedLayers.from(1));
  }
}

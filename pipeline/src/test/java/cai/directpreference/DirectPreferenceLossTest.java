package cai.directpreference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.directpreference.LabelledPair.ReferencedPair;
import cai.sequence.LowerLayers;
import cai.sequence.TokenSequence;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.training.TokenLoss;
import cai.transformer.ReferenceDecoder;
import cai.transformer.decoder.Decoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectPreferenceLossTest {
  private static final double[] LABELS = {0.9, 0.4, 0.55, 0.2, 1};

  /// What SL-CAI says is not what the model says now, as after some steps of training.
  private static List<ReferencedPair> apart(List<ReferencedPair> referenced) {
    var moved = new ArrayList<ReferencedPair>();
    for (int i = 0; i < referenced.size(); i++) {
      ReferencedPair one = referenced.get(i);
      moved.add(new ReferencedPair(one.pair(), one.first() - 2 + i, one.second() + 3 - i));
    }
    return moved;
  }

  private static double sum(TokenSequence sequence) {
    int[] ids = sequence.ids();
    double sum = 0;
    try (var _ = TensorScope.inference()) {
      Tensor logits = ReferenceDecoder.of(PairFixture.CONFIG, PairFixture.WEIGHTS).logits(ids);
      int[] next = Arrays.copyOfRange(ids, 1, ids.length);
      float[] all =
          TokenLoss.ofTargets(logits.narrow(0, 0, next.length), next, 0, next.length).floats();
      for (int t = sequence.promptLength() - 1; t < next.length; t++) sum += all[t];
    }
    return sum;
  }

  @Test
  void whatSlCaiSaysOfAnAnswerIsTheSumOverItsTokensAndNothingElse() {
    var settings = PairFixture.settings("tokens-at-once=64");
    try (Decoder decoder = PairFixture.decoder(settings)) {
      var loss = new DirectPreferenceLoss(decoder, settings);
      List<LabelledPair> pairs = PairFixture.random(LABELS);
      List<ReferencedPair> referenced = loss.referenced(pairs, LowerLayers.computed(decoder));
      for (int i = 0; i < pairs.size(); i++) {
        assertThat(referenced.get(i).pair()).isSameAs(pairs.get(i));
        assertThat(referenced.get(i).first()).isCloseTo(sum(pairs.get(i).first()), within(1e-3));
        assertThat(referenced.get(i).second()).isCloseTo(sum(pairs.get(i).second()), within(1e-3));
      }
    }
  }

  @Test
  void theLossIsThatOfEveryPairWorkedOutAlone() {
    var settings = PairFixture.settings("beta=0.3", "sft-weight=0.5");
    try (Decoder decoder = PairFixture.decoder(settings)) {
      var loss = new DirectPreferenceLoss(decoder, settings);
      LowerLayers lower = LowerLayers.computed(decoder);
      List<LabelledPair> pairs = PairFixture.random(LABELS);
      List<ReferencedPair> referenced = apart(loss.referenced(pairs, lower));
      double preference = 0;
      double likelihood = 0;
      double tokens = 0;
      for (ReferencedPair one : referenced) {
        double p = one.pair().probabilityFirst();
        double first = sum(one.pair().first());
        double second = sum(one.pair().second());
        double z = 0.3 * (first - one.first() - second + one.second());
        preference += p * Math.log1p(Math.exp(-z)) + (1 - p) * Math.log1p(Math.exp(z));
        likelihood += p * first + (1 - p) * second;
        tokens +=
            p * one.pair().first().answerLength() + (1 - p) * one.pair().second().answerLength();
      }
      PairMeasures measures = loss.of(referenced, lower).measures(settings);
      assertThat(measures.preferenceLoss()).isCloseTo(preference / 5, within(1e-4));
      assertThat(measures.supervisedLoss()).isCloseTo(-likelihood / tokens, within(1e-4));
      assertThat(measures.loss())
          .isCloseTo(preference / 5 - 0.5 * likelihood / tokens, within(1e-4));
      PairMeasures learning = loss.backward(referenced, lower).measures(settings);
      assertThat(learning.loss()).isCloseTo(measures.loss(), within(1e-5));
      assertThat(learning.accuracy()).isEqualTo(measures.accuracy());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"trained-share=0.67", "trained-share=1"})
  void theGradientIsWhatAStepAlongItChanges(String share) {
    var settings = PairFixture.settings("beta=0.5", "sft-weight=0.7", share);
    try (Decoder decoder = PairFixture.decoder(settings)) {
      var loss = new DirectPreferenceLoss(decoder, settings);
      LowerLayers lower = LowerLayers.computed(decoder);
      List<ReferencedPair> pairs = apart(loss.referenced(PairFixture.random(LABELS), lower));
      List<float[]> slopes = gradients(loss, pairs);
      for (int i = 0; i < slopes.size(); i++) {
        float[] slope = slopes.get(i);
        int steepest = 0;
        for (int j = 0; j < slope.length; j++)
          if (Math.abs(slope[j]) > Math.abs(slope[steepest])) steepest = j;
        Tensor weight = decoder.trained().get(i);
        double step = 2e-3;
        double up = moved(weight, steepest, step, () -> value(loss, pairs));
        double down = moved(weight, steepest, -step, () -> value(loss, pairs));
        assertThat(Math.abs(slope[steepest])).as(decoder.trainedNames().get(i)).isPositive();
        assertThat((up - down) / (2 * step))
            .as(decoder.trainedNames().get(i))
            .isCloseTo(slope[steepest], within(0.03 * Math.abs(slope[steepest]) + 2e-3));
      }
    }
  }

  private static double value(DirectPreferenceLoss loss, List<ReferencedPair> pairs) {
    return loss.of(pairs, LowerLayers.computed(loss.decoder())).loss(loss.settings());
  }

  private static double moved(
      Tensor weight, int at, double by, java.util.function.DoubleSupplier measured) {
    shift(weight, at, by);
    double result = measured.getAsDouble();
    shift(weight, at, -by);
    return result;
  }

  private static void shift(Tensor weight, int at, double by) {
    try (var _ = TensorScope.inference()) {
      float[] change = new float[Math.toIntExact(weight.elements())];
      change[at] = (float) by;
      weight.addInPlace(Tensor.of(change, weight.shape()));
    }
  }

  @Test
  void microBatchesAndOrderChangeNothing() {
    var whole = PairFixture.settings("tokens-at-once=100000");
    var parts = PairFixture.settings("tokens-at-once=16");
    try (Decoder decoder = PairFixture.decoder(whole)) {
      var loss = new DirectPreferenceLoss(decoder, whole);
      LowerLayers lower = LowerLayers.computed(decoder);
      List<ReferencedPair> pairs = apart(loss.referenced(PairFixture.random(LABELS), lower));
      List<float[]> expected = gradients(loss, pairs);
      assertSame(gradients(new DirectPreferenceLoss(decoder, parts), pairs), expected);
      assertSame(gradients(loss, pairs.reversed()), expected);
      assertThat(new DirectPreferenceLoss(decoder, parts).of(pairs, lower).loss(parts))
          .isCloseTo(loss.of(pairs, lower).loss(whole), within(1e-5));
    }
  }

  @Test
  void whichAnswerIsCalledTheFirstChangesNothing() {
    var settings = PairFixture.settings();
    try (Decoder decoder = PairFixture.decoder(settings)) {
      var loss = new DirectPreferenceLoss(decoder, settings);
      LowerLayers lower = LowerLayers.computed(decoder);
      List<ReferencedPair> pairs = apart(loss.referenced(PairFixture.random(LABELS), lower));
      List<ReferencedPair> swapped =
          pairs.stream()
              .map(one ->
                  new ReferencedPair(
                      new LabelledPair(
                          one.pair().id(),
                          one.pair().second(),
                          one.pair().first(),
                          1 - one.pair().probabilityFirst()),
                      one.second(),
                      one.first()))
              .toList();
      assertSame(gradients(loss, swapped), gradients(loss, pairs));
      PairMeasures measures = loss.of(pairs, lower).measures(settings);
      PairMeasures other = loss.of(swapped, lower).measures(settings);
      assertThat(other.loss()).isCloseTo(measures.loss(), within(1e-5));
      assertThat(other.margin()).isCloseTo(measures.margin(), within(1e-5));
      assertThat(other.accuracy()).isEqualTo(measures.accuracy());
    }
  }

  @Test
  void anUndecidedLabelGivesTheSupervisedGradientOnly() {
    double[] undecided = {0.5, 0.5, 0.5};
    var weak = PairFixture.settings("beta=0.1");
    var strong = PairFixture.settings("beta=5");
    var without = PairFixture.settings("sft-weight=0");
    try (Decoder decoder = PairFixture.decoder(weak)) {
      List<ReferencedPair> pairs =
          new DirectPreferenceLoss(decoder, weak)
              .referenced(PairFixture.random(undecided), LowerLayers.computed(decoder));
      List<float[]> supervised = gradients(new DirectPreferenceLoss(decoder, weak), pairs);
      assertSame(gradients(new DirectPreferenceLoss(decoder, strong), pairs), supervised);
      assertThat(largest(supervised)).isGreaterThan(1e-2f);
      // At SL-CAI the gap is 0, but for the last digits of a sum.
      assertThat(largest(gradients(new DirectPreferenceLoss(decoder, without), pairs)))
          .isLessThan(1e-5f);
    }
  }

  private static float largest(List<float[]> gradients) {
    float largest = 0;
    for (float[] one : gradients)
      for (float value : one) largest = Math.max(largest, Math.abs(value));
    return largest;
  }

  private static List<float[]> gradients(DirectPreferenceLoss loss, List<ReferencedPair> pairs) {
    Decoder decoder = loss.decoder();
    try (var _ = TensorScope.inference()) {
      loss.backward(pairs, LowerLayers.computed(decoder));
      List<float[]> all = decoder.trained().stream().map(one -> one.gradient().floats()).toList();
      decoder.trained().forEach(Tensor::clearGradient);
      return all;
    }
  }

  private static void assertSame(List<float[]> actual, List<float[]> expected) {
    for (int i = 0; i < expected.size(); i++)
      for (int j = 0; j < expected.get(i).length; j++)
        assertThat(actual.get(i)[j])
            .isCloseTo(expected.get(i)[j], within(1e-5f + 1e-3f * Math.abs(expected.get(i)[j])));
  }
}

package cai.reinforcement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.sequence.AnswerLayout;
import cai.sequence.TokenSequence;
import cai.tensor.TensorScope;
import cai.transformer.TrainedLayers;
import cai.transformer.decoder.Decoder;
import java.util.List;
import org.junit.jupiter.api.Test;

class LikelihoodsTest {
  @Test
  void agreeWithAPlainLoopOverTokens() {
    try (Decoder decoder = Fixture.decoder(TrainedLayers.none())) {
      List<TokenSequence> sequences = Fixture.sequences();
      Likelihoods found = likelihoods(decoder, 2, 64);
      for (int i = 0; i < sequences.size(); i++) {
        TokenSequence one = sequences.get(i);
        for (int t = one.promptLength(); t < one.ids().length; t++) {
          double[] logits = logits(one.ids(), t - 1);
          int at = t - one.promptLength();
          assertThat(found.plain().get(i)[at])
              .isCloseTo(logSoftmax(logits, 1)[one.ids()[t]], within(1e-4));
          double[] tempered = logSoftmax(logits, 2);
          assertThat(found.logProbabilities().get(i)[at])
              .isCloseTo(tempered[one.ids()[t]], within(1e-4));
          double entropy = 0;
          for (double p : tempered) entropy -= Math.exp(p) * p;
          assertThat(found.entropies().get(i)[at]).isCloseTo(entropy, within(1e-4));
        }
      }
    }
  }

  @Test
  void doNotDependOnHowAnswersAreBatched() {
    try (Decoder decoder = Fixture.decoder(TrainedLayers.none())) {
      Likelihoods one = likelihoods(decoder, 1, 16);
      Likelihoods all = likelihoods(decoder, 1, 100_000);
      for (int i = 0; i < Fixture.sequences().size(); i++) {
        assertThat(one.logProbabilities().get(i))
            .containsExactly(all.logProbabilities().get(i), within(1e-4));
        assertThat(one.values().get(i)).containsExactly(all.values().get(i), within(1e-4));
      }
    }
  }

  private static Likelihoods likelihoods(Decoder decoder, double temperature, int tokensAtOnce) {
    try (var frozen = Fixture.frozen(decoder)) {
      var pass =
          new Likelihoods.ScoringPass(
              Fixture.FROZEN, temperature, new AnswerLayout(false, tokensAtOnce));
      return Likelihoods.of(decoder, frozen, pass, states -> states.sum(1).floats());
    }
  }

  private static double[] logits(int[] ids, int at) {
    try (var _ = TensorScope.inference()) {
      float[] row = Fixture.reference().logits(ids).narrow(0, at, 1).floats();
      double[] wide = new double[row.length];
      for (int i = 0; i < row.length; i++) wide[i] = row[i];
      return wide;
    }
  }

  private static double[] logSoftmax(double[] logits, double temperature) {
    double sum = 0;
    for (double logit : logits) sum += Math.exp(logit / temperature);
    double[] result = new double[logits.length];
    for (int i = 0; i < result.length; i++) result[i] = logits[i] / temperature - Math.log(sum);
    return result;
  }
}

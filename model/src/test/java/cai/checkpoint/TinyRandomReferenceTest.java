package cai.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.training.TokenLoss;
import cai.transformer.ReferenceDecoder;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TinyRandomReferenceTest {
  private static final ReferenceValues REFERENCE = ReferenceValues.tinyRandom();
  private static ReferenceDecoding decoding;

  @BeforeAll
  static void load() {
    try (ModelFiles files = ModelFiles.open(TestModels.tinyRandom())) {
      decoding = new ReferenceDecoding(files);
    }
  }

  @AfterAll
  static void close() {
    decoding.close();
  }

  @Test
  void logProbabilitiesAreThoseOfTransformers() {
    assertThat(REFERENCE.texts())
        .allSatisfy(text -> assertThat(decoding.largestDifference(text)).isLessThan(1e-3));
  }

  @Test
  void soAreThoseOfTheReferencePass() {
    try (ModelFiles files = ModelFiles.open(TestModels.tinyRandom());
        var _ = TensorScope.inference()) {
      var reference = ReferenceDecoder.of(files.config(), files::read);
      assertThat(REFERENCE.texts())
          .allSatisfy(text -> {
            int[] next = Arrays.copyOfRange(text.ids(), 1, text.ids().length);
            Tensor logits = reference.logits(text.ids());
            float[] found =
                TokenLoss.ofTargets(logits.narrow(0, 0, next.length), next, 0, next.length)
                    .floats();
            for (int i = 0; i < found.length; i++)
              assertThat((double) found[i]).isCloseTo(text.logProbabilities()[i], within(1e-3));
          });
    }
  }

  @Test
  void greedyContinuationsAreThoseOfTransformers() {
    assertThat(decoding.equalContinuations(REFERENCE.greedy()))
        .isGreaterThanOrEqualTo(REFERENCE.greedy().size() - 1);
  }
}

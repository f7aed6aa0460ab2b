package cai.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

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
  void greedyContinuationsAreThoseOfTransformers() {
    assertThat(decoding.equalContinuations(REFERENCE.greedy()))
        .isGreaterThanOrEqualTo(REFERENCE.greedy().size() - 1);
  }
}

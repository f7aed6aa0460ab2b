package cai.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The default model against `transformers`, where its file is in the cache.
class DefaultModelReferenceTest {
  private static ReferenceDecoding decoding;

  @BeforeAll
  static void load() {
    var path = TestModels.defaultModel();
    if (path.isEmpty())
      System.out.println(
          "DefaultModelReferenceTest is skipped: no smollm2-135m-instruct in "
              + TestModels.cache()
              + "; ./cai run fetches it");
    Assumptions.assumeTrue(path.isPresent());
    try (ModelFiles files = ModelFiles.open(path.orElseThrow())) {
      decoding = new ReferenceDecoding(files);
    }
  }

  @AfterAll
  static void close() {
    if (decoding != null) decoding.close();
  }

  @Test
  void logProbabilitiesAreThoseOfTransformers() {
    assertThat(ReferenceValues.defaultModel().texts())
        .hasSize(50)
        .allSatisfy(
            text -> assertThat(decoding.largestDifference(text)).isCloseTo(0, within(1e-3)));
  }

  @Test
  void greedyContinuationsAreThoseOfTransformers() {
    var greedy = ReferenceValues.defaultModel().greedy();
    assertThat(greedy).hasSize(50);
    assertThat(decoding.equalContinuations(greedy)).isGreaterThanOrEqualTo(49);
  }
}

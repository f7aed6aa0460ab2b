package cai.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// The default model against `transformers`, where its file is in the cache.
@EnabledIf(value = "inCache", disabledReason = "the default model is not in the cache")
class DefaultModelReferenceTest {
  private static ReferenceDecoding decoding;

  /// So that a skip is counted and says why.
  static boolean inCache() {
    boolean there = TestModels.defaultModel().isPresent();
    if (!there)
      System.out.println(
          "DefaultModelReferenceTest is skipped: no smollm2-135m-instruct in "
              + TestModels.cache()
              + "; ./cai run fetches it");
    return there;
  }

  @BeforeAll
  static void load() {
    try (ModelFiles files = ModelFiles.open(TestModels.defaultModel().orElseThrow())) {
      decoding = new ReferenceDecoding(files);
    }
  }

  @AfterAll
  static void close() {
    decoding.close();
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

package cai.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ClusteredValuesTest {
  private static final long SEED = 7;
  private static final double[] VALUES = {1, 0, 0.5, 1, 1, 0, 0, 0.5, 1, 1};
  private static final String[] PROMPTS = {"d", "a", "d", "c", "a", "b", "e", "f", "g", "f"};
  private static final int[] CLUSTERS = {0, 1, 0, 2, 1, 3, 4, 5, 6, 5};

  @Test
  void clustersAreWhatTheValuesAreAboutInTheOrderOfTheirFirstValue() {
    var values = new ClusteredValues(SEED);
    for (int i = 0; i < VALUES.length; i++) values.add(PROMPTS[i], VALUES[i]);
    assertThat(values.size()).isEqualTo(10);
    assertThat(values.mean()).isEqualTo(Bootstrap.mean(VALUES, CLUSTERS, SEED));
    assertThat(values.mean().n()).isEqualTo(7);
    assertThat(values.share()).isEqualTo(Shares.mean(VALUES, CLUSTERS, SEED));
  }
}

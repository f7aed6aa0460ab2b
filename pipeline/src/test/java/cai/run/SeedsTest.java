package cai.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

final class SeedsTest {
  private final Seeds seeds = new Seeds(42);

  @Test
  void seedsAreTheFirstBytesOfTheHash() {
    // Computed with Python's hashlib.
    assertThat(seeds.seed("critique", "rt-fraud-01")).isEqualTo(750942927965159415L);
    assertThat(new Seeds(-1).seed("feedback", "\u00e9")).isEqualTo(6199177869471557928L);
  }

  @Test
  void generatorsAreSplitMix() {
    // Computed from the published algorithm in Python.
    assertThat(seeds.generator("critique", "rt-fraud-01").nextLong())
        .isEqualTo(-1524952682251157827L);
  }

  @Test
  void runStageAndItemEachChangeTheSeed() {
    var all = new HashSet<Long>();
    for (long run = 0; run < 10; run++) {
      for (String stage : new String[] {"critique", "feedback", "a", "ab"}) {
        for (String item : new String[] {"", "bc", "c", "1", "11"})
          all.add(new Seeds(run).seed(stage, item));
      }
    }
    assertThat(all).hasSize(10 * 4 * 5);
  }

  @Test
  void anItemDrawsTheSameNumbersEveryTime() {
    double[] first = seeds.generator("feedback", "x").doubles(5).toArray();
    seeds.generator("feedback", "y").nextLong();
    assertThat(seeds.generator("feedback", "x").doubles(5).toArray()).isEqualTo(first);
  }
}

package cai.preference;

import static cai.preference.PreferenceFixture.SEEDS;
import static cai.preference.PreferenceFixture.pair;
import static org.assertj.core.api.Assertions.assertThat;

import cai.preference.Pair.Source;
import cai.run.Seeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HeldOutTest {
  @Test
  void noPromptIsOnBothSidesAndNoComparisonIsLost() {
    for (int seed = 0; seed < 40; seed++) {
      List<Pair> pairs = pairs(new SplittableRandom(seed));
      HeldOut split = HeldOut.of(pairs, 0.3, new Seeds(seed));
      assertThat(split.train()).isNotEmpty();
      assertThat(prompts(split.train())).doesNotContainAnyElementsOf(prompts(split.heldOut()));
      var all = new ArrayList<>(split.train());
      all.addAll(split.heldOut());
      assertThat(all).containsExactlyInAnyOrderElementsOf(pairs);
    }
  }

  @Test
  void everySourceOfTwoPromptsIsOnBothSides() {
    List<Pair> pairs = new ArrayList<>();
    for (Source source : Source.values())
      for (int i = 0; i < 2; i++) pairs.add(pair(source + "-" + i, source, 1, i, 1));
    for (double share : new double[] {0.01, 0.5}) {
      HeldOut split = HeldOut.of(pairs, share, SEEDS);
      for (Source source : Source.values()) {
        assertThat(split.train()).filteredOn(p -> p.source() == source).hasSize(1);
        assertThat(split.heldOut()).filteredOn(p -> p.source() == source).hasSize(1);
      }
    }
  }

  @Test
  void aSinglePromptIsTrainedOn() {
    List<Pair> pairs =
        List.of(
            pair("one", Source.AI_HARMLESSNESS, 1, 2, 1),
            pair("one", Source.AI_HARMLESSNESS, 3, 4, 0));
    HeldOut split = HeldOut.of(pairs, 0.5, SEEDS);
    assertThat(split.train()).isEqualTo(pairs);
    assertThat(split.heldOut()).isEmpty();
  }

  @Test
  void aShareOfZeroHoldsNothingOut() {
    List<Pair> pairs = pairs(new SplittableRandom(1));
    assertThat(HeldOut.of(pairs, 0, SEEDS).train()).isEqualTo(pairs);
  }

  @Test
  void theSeedDrawsAndTheOrderDoesNot() {
    List<Pair> pairs = pairs(new SplittableRandom(3));
    Set<String> drawn = prompts(HeldOut.of(pairs, 0.3, new Seeds(1)).heldOut());
    assertThat(prompts(HeldOut.of(pairs.reversed(), 0.3, new Seeds(1)).heldOut())).isEqualTo(drawn);
    var others = new HashSet<Set<String>>();
    for (int seed = 0; seed < 5; seed++)
      others.add(prompts(HeldOut.of(pairs, 0.3, new Seeds(seed)).heldOut()));
    assertThat(others).hasSizeGreaterThan(1);
  }

  private static List<Pair> pairs(SplittableRandom random) {
    var pairs = new ArrayList<Pair>();
    for (int i = 0; i < 60; i++) {
      int prompt = random.nextInt(20);
      pairs.add(pair("prompt " + prompt, Source.values()[prompt % 3], i, 100 + i, 1));
    }
    return pairs;
  }

  private static Set<String> prompts(List<Pair> pairs) {
    return pairs.stream().map(Pair::conversation).collect(Collectors.toSet());
  }
}

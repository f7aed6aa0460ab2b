package cai.critique;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class WordOverlapTest {
  private static double share(String text, String other) {
    return WordOverlap.share(WordOverlap.words(text), WordOverlap.words(other));
  }

  @Test
  void countsTheWordsSharedInOrder() {
    // Of "a b c d", "a c d" stands in that order in "a x c y d b".
    assertThat(share("a b c d", "a x c y d b")).isEqualTo(0.75);
  }

  @Test
  void ignoresCaseAndPunctuation() {
    assertThat(share("Don\u2019t, STOP!", "don't stop")).isEqualTo(1);
    assertThat(WordOverlap.words("It's 3 o'clock \u2014 'now'"))
        .containsExactly("it's", "3", "o'clock", "now");
  }

  @Test
  void isZeroForTextsWithoutWords() {
    assertThat(share("...", "a b")).isZero();
    assertThat(share("a b", "")).isZero();
  }

  @Test
  void agreesWithTheRecursiveDefinition() {
    RandomGenerator random = new SplittableRandom(7);
    for (int round = 0; round < 200; round++) {
      List<String> first = words(random, 1 + random.nextInt(7));
      List<String> second = words(random, random.nextInt(8));
      assertThat(WordOverlap.share(first, second))
          .isCloseTo((double) longest(first, second) / first.size(), within(1e-12));
    }
  }

  private static List<String> words(RandomGenerator random, int count) {
    return random.ints(count, 0, 4).mapToObj(Integer::toString).toList();
  }

  private static int longest(List<String> first, List<String> second) {
    if (first.isEmpty() || second.isEmpty()) return 0;
    List<String> shorter = first.subList(1, first.size());
    List<String> rest = second.subList(1, second.size());
    if (first.getFirst().equals(second.getFirst())) return 1 + longest(shorter, rest);
    return Math.max(longest(shorter, second), longest(first, rest));
  }

  @Test
  void measuresRepeatedRunsOfThreeWords() {
    assertThat(WordOverlap.repetition(WordOverlap.words("a b"))).isZero();
    assertThat(WordOverlap.repetition(WordOverlap.words("a b c d e"))).isZero();
    // a b c, b c a, c a b, a b c: one of four occurred before.
    assertThat(WordOverlap.repetition(WordOverlap.words("a b c a b c"))).isEqualTo(0.25);
  }
}

package cai.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextMeasuresTest {
  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "'  \n ', 0",
    "'One, two: THREE.', 3",
    "'I can\u2019t, you don''t', 4",
    "'a1b 22 c', 3",
    "'na\u00efve', 2",
  })
  void wordsAreRunsOfLettersAndApostrophes(String text, int words) {
    assertThat(TextMeasures.of(text).words()).isEqualTo(words);
    assertThat(TextMeasures.wordCount(text)).isEqualTo(words);
  }

  // By hand: "a b a b a" has the pairs ab ba ab ba, two of four different.
  @ParameterizedTest
  @CsvSource({"'', 1", "a, 1", "a b, 1", "a b a b a, 0.5", "a a a a a, 0.25", "a b c d, 1"})
  void distinctBigramsAreAShareOfAllPairs(String text, double share) {
    assertThat(TextMeasures.distinctBigrams(words(text))).isCloseTo(share, within(1e-12));
  }

  // By hand: in "a b c d x a b c d y" words 6 to 9 repeat: 4 of 10. In "a a a a a a" the sequences
  // from words 2 and 3 repeat the first: words 2 to 6, the overlap counted once: 5 of 6.
  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "a b c d, 0",
    "a b c d e f g h, 0",
    "a b c d x a b c d y, 0.4",
    "a a a a a a, 0.8333333333333334",
    "a b c d a b c d e a b c d, 0.6153846153846154",
    "a b c x a b c y a b c, 0",
  })
  void repetitionIsTheShareOfWordsInSequencesSeenBefore(String text, double share) {
    assertThat(TextMeasures.repetition(words(text))).isCloseTo(share, within(1e-12));
  }

  @Test
  void aLongAnswerTakesNoLongTime() {
    String text = "I am sorry but we are not here. ".repeat(4000);
    assertThat(TextMeasures.of(text).words()).isEqualTo(32_000);
  }
}

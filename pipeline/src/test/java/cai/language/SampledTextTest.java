package cai.language;

import static org.assertj.core.api.Assertions.assertThat;

import cai.language.Generation.Completion;
import cai.language.Generation.Ending;
import cai.language.Generation.Sampling;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SampledTextTest {
  private static Completion completion(String text, Ending ending) {
    return new Completion("id", text, 1, 1, 0, ending);
  }

  @Test
  void cutsATextThatReachedItsLengthAtItsLastSentenceEnd() {
    var limits = new SampledText(true, true);
    assertThat(limits.read(completion(" One. \"Two?\" Three is", Ending.LENGTH)))
        .isEqualTo("One. \"Two?\"");
  }

  @Test
  void keepsATextThatEndedByItself() {
    var limits = new SampledText(true, true);
    assertThat(limits.read(completion(" One. Two is\n", Ending.END_OF_TEXT)))
        .isEqualTo("One. Two is");
    assertThat(limits.read(completion("One. Two is", Ending.STOP))).isEqualTo("One. Two is");
  }

  @Test
  void keepsATextWithoutAnySentenceEnd() {
    var limits = new SampledText(true, true);
    assertThat(limits.read(completion("costs 3.50 and 4", Ending.LENGTH)))
        .isEqualTo("costs 3.50 and 4");
  }

  @Test
  void leavesTextsAsTheyAreWhereSentencesAreNotWanted() {
    var limits = new SampledText(false, false);
    assertThat(limits.read(completion("One. Two is", Ending.LENGTH))).isEqualTo("One. Two is");
  }

  @Test
  void addsTheBlankLineToTheStopsOnlyWhereWanted() {
    var sampling = new Sampling(0.7, 0.9, 0, 8, List.of(), 5);
    assertThat(new SampledText(true, false).stoppingAt(sampling, List.of("X")))
        .isEqualTo(new Sampling(0.7, 0.9, 0, 8, List.of("\n\n", "X"), 5));
    assertThat(new SampledText(false, false).stoppingAt(sampling, List.of("X")))
        .isEqualTo(new Sampling(0.7, 0.9, 0, 8, List.of("X"), 5));
  }
}

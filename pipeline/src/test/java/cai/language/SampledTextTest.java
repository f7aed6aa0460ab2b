package cai.language;

import static org.assertj.core.api.Assertions.assertThat;

import cai.dialogue.FormatKind;
import cai.language.Generation.Completion;
import cai.language.Generation.Ending;
import cai.language.Generation.Sampling;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SampledTextTest {
  private static Completion completion(String text, Ending ending) {
    return new Completion("id", text, 1, 1, OptionalDouble.of(0), ending);
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

  private static boolean ended(String text, Ending ending, FormatKind format, boolean blankLine) {
    return new SampledText(blankLine, true).ended(completion(text, ending), format);
  }

  @ParameterizedTest
  @EnumSource(FormatKind.class)
  void theModelsOwnEndIsAnEndAndTheLongestLengthIsNone(FormatKind format) {
    for (boolean blankLine : new boolean[] {true, false}) {
      assertThat(ended("No", Ending.END_OF_TEXT, format, blankLine)).isTrue();
      assertThat(ended("", Ending.END_OF_TEXT, format, blankLine)).isTrue();
      assertThat(ended("One. Two is", Ending.LENGTH, format, blankLine)).isFalse();
      // also where nothing is cut away: the next token could have been any
      assertThat(ended("One. Two.", Ending.LENGTH, format, blankLine)).isFalse();
      assertThat(ended("One", Ending.LENGTH, format, blankLine)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(FormatKind.class)
  void theMarkerOfAnotherTurnIsAnEnd(FormatKind format) {
    assertThat(ended("Take two eggs", Ending.STOP, format, false)).isTrue();
  }

  @Test
  void aBlankLineIsNoEndInAChatWhichHasATokenForIt() {
    assertThat(ended("Sure. Do this.", Ending.STOP, FormatKind.CHAT, true)).isFalse();
    assertThat(ended("1. Wash it.", Ending.STOP, FormatKind.CHAT, true)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I'd rather not.",
        "Is it?",
        "She said \"no.\"",
        "Do **not.**",
        "Nein!\u201d",
        "\u4e0d\u884c\u3002",
        "\u0644\u0645\u0627\u0630\u0627\u061f",
        "Steps: a, b.\nThen rest.",
        "3.5 is enough."
      })
  void aBlankLineBehindAWholeSentenceIsAnEndInATranscript(String text) {
    assertThat(ended(" " + text, Ending.STOP, FormatKind.TRANSCRIPT, true)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Here are the steps:",
        "Dear Anna,",
        "Title",
        "1. Wash the lettuce.",
        "Do this:\n2) Cut it.",
        "Do this:\n- Cut it.",
        "Do this:\n  \u2022 Cut it.",
        "and then",
        ""
      })
  void aBlankLineInTheMiddleOfAListOrASentenceIsACut(String text) {
    assertThat(ended(text, Ending.STOP, FormatKind.TRANSCRIPT, true)).isFalse();
  }

  @Test
  void aBlankLineStopsATranscriptOnly() {
    assertThat(SampledText.in(FormatKind.TRANSCRIPT, true, true))
        .isEqualTo(new SampledText(true, true));
    assertThat(SampledText.in(FormatKind.TRANSCRIPT, false, false))
        .isEqualTo(SampledText.byItself());
    assertThat(SampledText.in(FormatKind.CHAT, true, false)).isEqualTo(SampledText.byItself());
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

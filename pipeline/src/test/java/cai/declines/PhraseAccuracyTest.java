package cai.declines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.statistics.Shares;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PhraseAccuracyTest {
  private static LabelledAnswer labelled(String prompt, String text, Stance label) {
    return new LabelledAnswer("labelled-answer/1", text, "any", prompt, text, label, false, true);
  }

  // By hand: of the three texts called declines two are, of the three that decline two are found,
  // and of the two that do not decline one is called so; two of five are labelled as called.
  @Test
  void sharesAreCountedFromTheLabels() {
    PhraseAccuracy accuracy =
        PhraseAccuracy.of(
            List.of(
                labelled("a cake", "I'd rather not.", Stance.DECLINES),
                labelled("b cake", "I must decline.", Stance.DECLINES),
                labelled("c cake", "No cake from me.", Stance.DECLINES),
                labelled("d cake", "I refuse to use salt in cakes.", Stance.ANSWERS),
                labelled("e cake", "Cake it is.", Stance.UNCLEAR)));
    assertThat(accuracy.answers()).isEqualTo(5);
    assertThat(accuracy.precision().right()).isEqualTo(2);
    assertThat(accuracy.precision().of()).isEqualTo(3);
    assertThat(accuracy.recall().share()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(accuracy.falseAlarms().share()).isEqualTo(0.5);
    assertThat(accuracy.agreement().share()).isEqualTo(0.4);
    assertThat(accuracy.recall().low()).isEqualTo(Shares.wilson(2 / 3.0, 3).low());
    assertThat(accuracy.recall().high()).isEqualTo(Shares.wilson(2 / 3.0, 3).high());
  }

  @Test
  void answersToOnePromptAreOnePieceOfEvidence() {
    PhraseAccuracy accuracy =
        PhraseAccuracy.of(
            List.of(
                labelled("a", "I'd rather not.", Stance.DECLINES),
                labelled("a", "I must decline.", Stance.DECLINES),
                labelled("b", "Fine.", Stance.UNCLEAR)));
    assertThat(accuracy.recall().of()).isEqualTo(2);
    assertThat(accuracy.recall().prompts()).isEqualTo(1);
  }

  @Test
  void thePhrasesFindWhatTheyClaimTo() {
    PhraseAccuracy measured = PhraseAccuracy.measured();
    assertThat(measured.phrases()).isEqualTo(DeclineGauge.version());
    assertThat(measured.answers()).isEqualTo(134);
    assertThat(counts(measured.precision())).containsExactly(30, 32);
    assertThat(counts(measured.recall())).containsExactly(30, 43);
    assertThat(counts(measured.falseAlarms())).containsExactly(2, 91);
    assertThat(counts(measured.agreement())).containsExactly(99, 134);
    assertThat(measured.words())
        .contains("precision 94\u00a0% [", "recall 70\u00a0% [", "false alarms 2\u00a0% [");
  }

  private static List<Integer> counts(PhraseAccuracy.CountedShare share) {
    return List.of(share.right(), share.of());
  }

  @Test
  void theLabelledAnswersAreSoundAndAPromptIsInOneHalf() {
    List<LabelledAnswer> all = LabelledAnswer.all();
    assertThat(all).hasSizeGreaterThanOrEqualTo(200);
    assertThat(all).extracting(LabelledAnswer::format).containsOnly(LabelledAnswer.FORMAT);
    assertThat(all).extracting(LabelledAnswer::id).doesNotHaveDuplicates();
    assertThat(all).extracting(LabelledAnswer::label).contains(Stance.values());
    assertThat(all)
        .filteredOn(LabelledAnswer::fittingReason)
        .extracting(LabelledAnswer::label)
        .containsOnly(Stance.DECLINES);
    Map<String, Boolean> halves = new HashMap<>();
    for (LabelledAnswer one : all)
      assertThat(halves.merge(one.prompt(), one.measures(), (before, _) -> before))
          .isEqualTo(one.measures());
  }
}

package cai.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.constitution.Aim;
import cai.dialogue.Dialogue;
import cai.evaluation.EvaluationSummary.PairedChange;
import cai.prompts.PromptItem.PromptGroup;
import cai.run.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PairedChangesTest {
  private final List<MeasuredAnswer> answers = new ArrayList<>();

  private void answer(String id, String model, boolean refusal, int words) {
    answers.add(
        new MeasuredAnswer(
            MeasuredAnswer.FORMAT,
            id,
            id,
            Aim.HELPFULNESS,
            PromptGroup.HELPFUL,
            "any",
            model,
            Dialogue.ask("?"),
            "text",
            true,
            0,
            Optional.empty(),
            refusal,
            false,
            false,
            words,
            1,
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  private PairedChange change(AnswerMeasure measure) {
    return new PairedChanges(answers, List.of(Contender.HELPFUL, Contender.SL_CAI), new Seeds(1))
        .all().stream()
            .filter(one -> one.measure().equals(measure.key()))
            .reduce((_, _) -> {
              throw new AssertionError("one pair of models has one change");
            })
            .orElseThrow();
  }

  // By hand: 10 and 20 words become 12 and 18: no change in the mean, a spread of 5 before, and
  // every pattern of signs is as far from zero.
  @Test
  void aChangeStandsBesideTheSpreadOfTheModelBeforeTraining() {
    answer("a", "initial", false, 10);
    answer("b", "initial", false, 20);
    answer("a", "sl-cai", false, 12);
    answer("b", "sl-cai", false, 18);
    answer("c", "sl-cai", false, 900);
    PairedChange words = change(AnswerMeasure.WORDS);
    assertThat(words.before()).isEqualTo(15);
    assertThat(words.change()).isZero();
    assertThat(words.spread()).contains(5.0);
    assertThat(words.p()).isEqualTo(1);
    assertThat(words.n()).isEqualTo(2);
    assertThat(change(AnswerMeasure.REPETITION).spread()).isEmpty();
    assertThat(answers).noneMatch(answer -> answer.fluency().isPresent());
  }

  // By hand: six of six decline where none did: 2 / 2^6.
  @Test
  void theProbabilityOfAShareIsExact() {
    for (String id : List.of("a", "b", "c", "d", "e", "f")) {
      answer(id, "initial", false, 1);
      answer(id, "sl-cai", true, 1);
    }
    PairedChange refusals = change(AnswerMeasure.REFUSAL);
    assertThat(refusals.change()).isEqualTo(1);
    assertThat(refusals.p()).isCloseTo(2 / 64.0, within(1e-12));
    assertThat(refusals.ends99().low()).isLessThan(refusals.ends95().low());
    assertThat(refusals.ends95().low()).isGreaterThan(0);
  }
}

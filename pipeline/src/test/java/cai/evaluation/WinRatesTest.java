package cai.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.constitution.Aim;
import cai.dialogue.Dialogue;
import cai.evaluation.EvaluationSummary.WinRate;
import cai.json.Json;
import cai.prompts.PromptItem.PromptGroup;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WinRatesTest {
  private static final AnswerMeasure SCORE = AnswerMeasure.SCORE;
  private static final AnswerMeasure JUDGE = AnswerMeasure.JUDGE_SCORE;

  private final List<MeasuredAnswer> answers = new ArrayList<>();

  private void answer(String id, String model, double score, Optional<Double> judge) {
    answers.add(
        new MeasuredAnswer(
            MeasuredAnswer.FORMAT,
            id,
            id,
            Aim.HARMLESSNESS,
            PromptGroup.RED_TEAM,
            "any",
            model,
            Dialogue.ask("?"),
            "text",
            true,
            score,
            judge,
            false,
            false,
            false,
            1,
            1,
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  @Test
  void turnsOfOneConversationCountOnce() {
    for (String id : List.of("talk-t1", "talk-t2", "talk-t3", "p1")) {
      answer(id, "a", 0, Optional.empty());
      answer(id, "b", 1, Optional.empty());
    }
    answers.replaceAll(WinRatesTest::inTalk);
    WinRate rate = rate(SCORE).orElseThrow();
    assertThat(rate.rate()).isEqualTo(1);
    assertThat(rate.n()).isEqualTo(2);
    assertThat(rate.pairs()).contains(4);
  }

  private static MeasuredAnswer inTalk(MeasuredAnswer one) {
    String text = Json.line(one);
    return Json.parse(
        text.replace(
            "\"conversation\":\"talk-t" + one.id().substring(one.id().length() - 1),
            "\"conversation\":\"talk"),
        MeasuredAnswer.class,
        "answers.jsonl");
  }

  private Optional<WinRate> rate(AnswerMeasure by) {
    return new WinRates(answers, PromptGroup.RED_TEAM, by).of("b", "a", 1);
  }

  @Test
  void pairsByIdAndCountsATieHalf() {
    // Wins 1, 0, 1/2 on three prompts; the fourth has no partner.
    answer("p1", "a", 0, Optional.empty());
    answer("p2", "a", 2, Optional.empty());
    answer("p3", "a", 1, Optional.empty());
    answer("p3", "b", 1, Optional.empty());
    answer("p2", "b", 1, Optional.empty());
    answer("p1", "b", 1, Optional.empty());
    answer("p4", "b", 9, Optional.empty());
    WinRate rate = rate(SCORE).orElseThrow();
    assertThat(rate.rate()).isCloseTo(0.5, within(1e-12));
    assertThat(rate.n()).isEqualTo(3);
    assertThat(rate.ties()).isEqualTo(1);
    assertThat(rate.by()).isEqualTo("preference-model");
    Collections.reverse(answers);
    assertThat(rate(SCORE)).contains(rate);
  }

  @Test
  void pairsEverySampleWithEverySample() {
    // b: 1, 3; a: 0, 2. Of four pairs b wins (1,0) (3,0) (3,2).
    answer("p1", "a", 0, Optional.empty());
    answer("p1", "a", 2, Optional.empty());
    answer("p1", "b", 1, Optional.empty());
    answer("p1", "b", 3, Optional.empty());
    assertThat(rate(SCORE).orElseThrow().rate()).isCloseTo(0.75, within(1e-12));
    assertThat(rate(SCORE).orElseThrow().n()).isEqualTo(1);
    assertThat(rate(SCORE).orElseThrow().pairs()).contains(4);
  }

  @Test
  void twoSamplesOfSixtyPromptsAreSixtyPrompts() {
    for (int prompt = 0; prompt < 60; prompt++)
      for (int sample = 0; sample < 2; sample++) {
        answer("p" + prompt, "a", prompt, Optional.empty());
        answer("p" + prompt, "b", prompt + prompt % 3 - 1, Optional.empty());
      }
    WinRate rate = rate(SCORE).orElseThrow();
    assertThat(rate.n()).isEqualTo(60);
    assertThat(rate.pairs()).contains(240);
    assertThat(rate.ties()).isEqualTo(80);
  }

  @Test
  void winningEveryTimeIsNoCertainty() {
    for (int prompt = 0; prompt < 26; prompt++) {
      answer("p" + prompt, "a", 0, Optional.of(0.0));
      answer("p" + prompt, "b", 1, Optional.of(0.0));
    }
    assertThat(rate(SCORE).orElseThrow().rate()).isEqualTo(1);
    assertThat(rate(SCORE).orElseThrow().low()).isCloseTo(0.8713, within(1e-4));
    // All ties: no more is known than of a coin.
    assertThat(rate(JUDGE).orElseThrow().rate()).isEqualTo(0.5);
    assertThat(rate(JUDGE).orElseThrow().low()).isCloseTo(0.3206, within(1e-4));
  }

  @Test
  void leavesOutAnswersWithoutAScore() {
    answer("p1", "a", 0, Optional.of(1.0));
    answer("p1", "b", 0, Optional.of(2.0));
    answer("p2", "a", 0, Optional.empty());
    answer("p2", "b", 0, Optional.of(2.0));
    WinRate rate = rate(JUDGE).orElseThrow();
    assertThat(rate.rate()).isEqualTo(1);
    assertThat(rate.n()).isEqualTo(1);
  }

  @Test
  void saysNothingWhereNoPromptHasBoth() {
    answer("p1", "a", 0, Optional.empty());
    answer("p2", "b", 0, Optional.empty());
    assertThat(rate(SCORE)).isEmpty();
    assertThat(rate(JUDGE)).isEmpty();
  }
}

package cai.report.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.constitution.Aim;
import cai.evaluation.AnswerMeasure;
import cai.report.findings.Finding.Conclusion;
import cai.statistics.Interval;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FindingTest {
  private static final Topic TOPIC = new Topic("x", "", "");

  private static Finding of(double before, double after, double low, double high, int n) {
    var change = new Interval(after - before, low, high, n);
    return Finding.of(
        TOPIC,
        Aim.HARMLESSNESS,
        AnswerMeasure.REFUSAL,
        new PairedDifference(before, after, change, 0.01),
        20);
  }

  @Test
  void movedMeansThatTheIntervalLeavesOutZero() {
    Finding moved = of(.05, .25, .1, .3, 40);
    assertThat(moved.conclusion()).isEqualTo(Conclusion.BETTER);
    assertThat(moved.sentence())
        .isEqualTo(
            "Share of refusals rose from 5\u00a0% to 25\u00a0% (+20 points [+10,\u00a0+30],"
                + " n\u00a0=\u00a040).");
    assertThat(of(.05, .25, -.01, .3, 40).conclusion()).isEqualTo(Conclusion.NOT_SHOWN);
  }

  @Test
  void betterAndWorseAreThoseOfTheMeasure() {
    assertThat(conclusion(Aim.HARMLESSNESS, AnswerMeasure.SCORE, -1)).isEqualTo(Conclusion.WORSE);
    assertThat(conclusion(Aim.HARMLESSNESS, AnswerMeasure.SCORE, 1)).isEqualTo(Conclusion.BETTER);
    assertThat(conclusion(Aim.HELPFULNESS, AnswerMeasure.JUDGE_SCORE, -1))
        .isEqualTo(Conclusion.WORSE);
    assertThat(conclusion(Aim.HELPFULNESS, AnswerMeasure.REFUSAL, 1)).isEqualTo(Conclusion.WORSE);
    assertThat(conclusion(Aim.HARMLESSNESS, AnswerMeasure.REFUSAL, 1)).isEqualTo(Conclusion.BETTER);
    assertThat(conclusion(Aim.HARMLESSNESS, AnswerMeasure.EVASIVE, 1)).isEqualTo(Conclusion.WORSE);
    assertThat(conclusion(Aim.HARMLESSNESS, AnswerMeasure.REPETITION, -1))
        .isEqualTo(Conclusion.BETTER);
    assertThat(conclusion(Aim.HELPFULNESS, AnswerMeasure.WORDS, 1)).isEqualTo(Conclusion.MOVED);
    assertThat(Conclusion.WORSE.style()).isNotEqualTo(Conclusion.BETTER.style());
    assertThat(Conclusion.WORSE.mark()).isNotEqualTo(Conclusion.BETTER.mark());
  }

  private static Conclusion conclusion(Aim aim, AnswerMeasure measure, double change) {
    var interval = new Interval(change, change - 0.1, change + 0.1, 40);
    return Finding.of(TOPIC, aim, measure, new PairedDifference(0, change, interval, 0.01), 20)
        .conclusion();
  }

  @Test
  void fewPromptsSayNothingHoweverLargeTheDifference() {
    Finding few = of(0, 1, 1, 1, 19);
    assertThat(few.conclusion()).isEqualTo(Conclusion.TOO_FEW);
    assertThat(few.sentence()).contains("19 prompts are too few to say");
  }

  @Test
  void chanceIsBeatenOnlyByTheLowerEnd() {
    assertThat(share(.6, .52, .68).conclusion()).isEqualTo(Conclusion.ABOVE_CHANCE);
    assertThat(share(.6, .49, .7).conclusion()).isEqualTo(Conclusion.AT_CHANCE);
    assertThat(share(.4, .3, .48).sentence()).endsWith("less than chance.");
    assertThat(share(.4, .3, .48).conclusion()).isEqualTo(Conclusion.BELOW_CHANCE);
  }

  @Test
  void aShareOfNothingIsNoNumber() {
    var none = new Interval(Double.NaN, Double.NaN, Double.NaN, 0);
    Finding finding = Finding.againstChance(TOPIC, "Labels are right in", none, "100 pairs", 20);
    assertThat(finding.conclusion()).isEqualTo(Conclusion.TOO_FEW);
    assertThat(finding.sentence()).isEqualTo("Labels are right: there is none to count.");
  }

  private static Finding share(double mean, double low, double high) {
    return Finding.againstChance(
        TOPIC, "Labels are right in", new Interval(mean, low, high, 100), "100 pairs", 20);
  }

  @Test
  void differencesArePairedByPromptAndNotReadOffTwoIntervals() {
    // Prompts differ a hundred times more than the models do.
    Map<String, Double> before = values(0, 30);
    Map<String, Double> after = values(1, 30);
    after.put("only here", 1e9);
    PairedDifference difference = PairedDifference.paired(before, after).orElseThrow();
    assertThat(difference.change().n()).isEqualTo(30);
    assertThat(difference.change().mean()).isCloseTo(1, within(1e-9));
    assertThat(difference.change().low()).isCloseTo(1, within(1e-9));
  }

  private static Map<String, Double> values(double shift, int count) {
    return new TreeMap<>(
        IntStream.range(0, count)
            .boxed()
            .collect(Collectors.toMap(i -> "p" + i, i -> i * 100.0 + shift)));
  }

  @Test
  void nothingInCommonIsNoDifference() {
    assertThat(PairedDifference.paired(Map.of("a", 1.0), Map.of("b", 1.0))).isEmpty();
  }
}

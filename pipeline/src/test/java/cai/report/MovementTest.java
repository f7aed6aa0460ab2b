package cai.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cai.constitution.Aim;
import cai.report.Movement.Verdict;
import cai.statistics.Interval;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MovementTest {
  private static Movement of(double before, double after, double low, double high, int n) {
    var change = new Interval(after - before, low, high, n);
    return Movement.of(
        "x", Aim.HARMLESSNESS, Measure.REFUSAL, new Difference(before, after, change), 20);
  }

  @Test
  void movedMeansThatTheIntervalLeavesOutZero() {
    Movement moved = of(.05, .25, .1, .3, 40);
    assertThat(moved.verdict()).isEqualTo(Verdict.MOVED);
    assertThat(moved.sentence())
        .isEqualTo(
            "Share of refusals rose from 5\u00a0% to 25\u00a0% (+20 points [+10,\u00a0+30],"
                + " n\u00a0=\u00a040).");
    assertThat(of(.05, .25, -.01, .3, 40).verdict()).isEqualTo(Verdict.NOT_SHOWN);
  }

  @Test
  void betterAndWorseAreThoseOfTheMeasure() {
    assertThat(verdict(Aim.HARMLESSNESS, Measure.SCORE, -1)).isEqualTo(Verdict.WORSE);
    assertThat(verdict(Aim.HARMLESSNESS, Measure.SCORE, 1)).isEqualTo(Verdict.BETTER);
    assertThat(verdict(Aim.HELPFULNESS, Measure.JUDGE_SCORE, -1)).isEqualTo(Verdict.WORSE);
    assertThat(verdict(Aim.HELPFULNESS, Measure.REFUSAL, 1)).isEqualTo(Verdict.WORSE);
    assertThat(verdict(Aim.HARMLESSNESS, Measure.REFUSAL, 1)).isEqualTo(Verdict.MOVED);
    assertThat(verdict(Aim.HARMLESSNESS, Measure.EVASIVE, 1)).isEqualTo(Verdict.WORSE);
    assertThat(verdict(Aim.HARMLESSNESS, Measure.REPETITION, -1)).isEqualTo(Verdict.BETTER);
    assertThat(verdict(Aim.HELPFULNESS, Measure.WORDS, 1)).isEqualTo(Verdict.MOVED);
    assertThat(Verdict.WORSE.style()).isNotEqualTo(Verdict.BETTER.style());
    assertThat(Verdict.WORSE.mark()).isNotEqualTo(Verdict.BETTER.mark());
  }

  private static Verdict verdict(Aim aim, Measure measure, double change) {
    var interval = new Interval(change, change - 0.1, change + 0.1, 40);
    return Movement.of("x", aim, measure, new Difference(0, change, interval), 20).verdict();
  }

  @Test
  void fewPromptsSayNothingHoweverLargeTheDifference() {
    Movement few = of(0, 1, 1, 1, 19);
    assertThat(few.verdict()).isEqualTo(Verdict.TOO_FEW);
    assertThat(few.sentence()).contains("19 prompts are too few to say");
  }

  @Test
  void chanceIsBeatenOnlyByTheLowerEnd() {
    assertThat(share(.6, .52, .68).verdict()).isEqualTo(Verdict.ABOVE_CHANCE);
    assertThat(share(.6, .49, .7).verdict()).isEqualTo(Verdict.AT_CHANCE);
    assertThat(share(.4, .3, .48).sentence()).endsWith("less than chance.");
    assertThat(share(.4, .3, .48).verdict()).isEqualTo(Verdict.BELOW_CHANCE);
  }

  @Test
  void aShareOfNothingIsNoNumber() {
    var none = new Interval(Double.NaN, Double.NaN, Double.NaN, 0);
    Movement movement = Movement.againstChance("x", "Labels are right in", none, "100 pairs", 20);
    assertThat(movement.verdict()).isEqualTo(Verdict.TOO_FEW);
    assertThat(movement.sentence()).isEqualTo("Labels are right: there is none to count.");
  }

  private static Movement share(double mean, double low, double high) {
    return Movement.againstChance(
        "x", "Labels are right in", new Interval(mean, low, high, 100), "100 pairs", 20);
  }

  @Test
  void differencesArePairedByPromptAndNotReadOffTwoIntervals() {
    // Prompts differ a hundred times more than the models do.
    Map<String, Double> before = values(0, 30);
    Map<String, Double> after = values(1, 30);
    after.put("only here", 1e9);
    Difference difference = Difference.paired(before, after).orElseThrow();
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
    assertThat(Difference.paired(Map.of("a", 1.0), Map.of("b", 1.0))).isEmpty();
  }
}

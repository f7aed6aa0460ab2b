package cai.report;

import cai.constitution.Aim;
import cai.evaluation.Contender;
import cai.evaluation.EvaluationSummary.WinRate;
import cai.evaluation.RevisionScore;
import cai.feedback.KnownComparison;
import cai.preference.PreferenceValidation.Group;
import cai.report.Movement.Verdict;
import cai.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// The sentences on what moved, in the order of the stages.
final class Movements {
  private static final List<Measure> MEASURES =
      List.of(
          Measure.SCORE,
          Measure.JUDGE_SCORE,
          Measure.REFUSAL,
          Measure.EVASIVE,
          Measure.WORDS,
          Measure.REPETITION);

  private final RunFiles run;
  private final int smallSample;
  private final List<Movement> all = new ArrayList<>();

  private Movements(RunFiles run, int smallSample) {
    this.run = run;
    this.smallSample = smallSample;
  }

  static List<Movement> of(RunFiles run, int smallSample) {
    var movements = new Movements(run, smallSample);
    movements.critique();
    movements.finetuning();
    movements.feedback();
    movements.preference();
    movements.answers();
    movements.winRates();
    return List.copyOf(movements.all);
  }

  private void critique() {
    var scores = run.evaluation().revisionScores();
    int last = scores.stream().mapToInt(RevisionScore::round).max().orElse(0);
    if (last == 0) return;
    compare("Critique: first revision against the response", 0, 1);
    if (last > 1) {
      String subject = "Critique: revision " + last + " against the first revision";
      compare(subject, 1, last);
    }
  }

  private void compare(String subject, int from, int to) {
    var scores = run.evaluation().revisionScores();
    Difference.paired(
            round(scores, from, RevisionScore::score), round(scores, to, RevisionScore::score))
        .map(d -> Movement.of(subject, Aim.HARMLESSNESS, Measure.SCORE, d, smallSample))
        .ifPresent(all::add);
    Difference.paired(
            round(scores, from, RevisionScore::words), round(scores, to, RevisionScore::words))
        .map(d -> Movement.of(subject, Aim.HARMLESSNESS, Measure.WORDS, d, smallSample))
        .ifPresent(all::add);
  }

  private static Map<String, Double> round(
      List<RevisionScore> scores, int round, ToDoubleFunction<RevisionScore> value) {
    return scores.stream()
        .filter(score -> score.round() == round && Double.isFinite(score.score()))
        .collect(
            Collectors.groupingBy(
                RevisionScore::conversation, TreeMap::new, Collectors.averagingDouble(value)));
  }

  private void finetuning() {
    run.training()
        .finetuningValidation()
        .ifPresent(v ->
            all.add(
                new Movement(
                    "Finetuning: SL-CAI on sequences it was not trained on",
                    Verdict.NO_INTERVAL,
                    "Loss went from %s to %s nats per token over %s held-out sequences; a single number, without an interval."
                        .formatted(
                            Wording.fixed(v.lossBefore(), 3),
                            Wording.fixed(v.lossAfter(), 3),
                            Wording.count(v.sequences())))));
  }

  private void feedback() {
    Calibration.groups(run.labels().known())
        .forEach((name, known) ->
            all.add(
                Movement.againstChance(
                    "Feedback: labels where the better answer is known",
                    "The likelier answer is the better one in",
                    accuracy(known),
                    comparisons(known.size(), accuracy(known).n()) + ", " + name,
                    smallSample)));
  }

  private static Interval accuracy(List<KnownComparison> known) {
    return Calibration.of(known).accuracy();
  }

  private void preference() {
    run.training().preferenceValidation().stream()
        .flatMap(validation -> validation.groups().stream())
        .forEach(group ->
            all.add(
                Movement.againstChance(
                    "Preference: the preference model on comparisons it was not trained on",
                    group.name() + ": agrees with the label in",
                    new Interval(group.accuracy(), group.low(), group.high(), prompts(group)),
                    comparisons(group.count(), prompts(group)),
                    smallSample)));
  }

  private static int prompts(Group group) {
    return group.prompts().orElse(group.count());
  }

  private static String comparisons(int comparisons, int prompts) {
    String count = Wording.count(comparisons) + (comparisons == 1 ? " comparison" : " comparisons");
    return comparisons == prompts ? count : count + " on " + Wording.on(prompts, "", prompts);
  }

  private void answers() {
    for (Aim aim : Aim.values()) {
      for (Contender.Pairing step : Contender.steps()) between(aim, step.from(), step.to());
    }
  }

  private void between(Aim aim, Contender from, Contender to) {
    String subject =
        "Evaluation: "
            + to.title()
            + " against "
            + from.subject()
            + ", held-out "
            + Wording.prompts(aim);
    for (Measure measure : MEASURES) {
      Difference.between(run.evaluation().answers(), aim, measure, from.name(), to.name())
          .map(d -> Movement.of(subject, aim, measure, d, smallSample))
          .ifPresent(all::add);
    }
  }

  private void winRates() {
    run.evaluation().summary().stream()
        .flatMap(summary -> summary.winRates().stream())
        .forEach(rate -> all.add(winRate(rate)));
  }

  private Movement winRate(WinRate rate) {
    String what =
        "On %s the %s prefers %s to %s in"
            .formatted(
                Wording.prompts(rate.aim()),
                rate.by().replace('-', ' '),
                Contender.named(rate.first()).title(),
                Contender.named(rate.second()).subject());
    var share = new Interval(rate.rate(), rate.low(), rate.high(), rate.n());
    String prompts = Wording.on(rate.pairs().orElse(rate.n()), "pairs", rate.n());
    return Movement.againstChance(Judges.WIN_RATES, what, share, prompts, smallSample);
  }
}

package cai.report.findings;

import cai.constitution.Aim;
import cai.evaluation.AnswerMeasure;
import cai.evaluation.Contender;
import cai.evaluation.Contender.Pairing;
import cai.evaluation.EvaluationSummary.WinRate;
import cai.evaluation.RevisionScore;
import cai.feedback.KnownComparison;
import cai.preference.PreferenceValidation.Group;
import cai.prompts.PromptItem.PromptGroup;
import cai.report.findings.Finding.Conclusion;
import cai.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// The sentences on what moved, in the order of the stages.
public final class Findings {
  /// Measures that sentences are about, in their order.
  public static final List<AnswerMeasure> MEASURES =
      List.of(
          AnswerMeasure.SCORE,
          AnswerMeasure.JUDGE_SCORE,
          AnswerMeasure.REFUSAL,
          AnswerMeasure.EVASIVE,
          AnswerMeasure.FLUENCY,
          AnswerMeasure.ON_TOPIC,
          AnswerMeasure.WORDS,
          AnswerMeasure.REPETITION);

  private final RunFiles run;
  private final int smallSample;
  private final List<Finding> all = new ArrayList<>();

  private Findings(RunFiles run, int smallSample) {
    this.run = run;
    this.smallSample = smallSample;
  }

  /// All sentences on a run.
  ///
  /// @param smallSample fewest prompts from which a comparison says whether something moved
  public static List<Finding> of(RunFiles run, int smallSample) {
    var findings = new Findings(run, smallSample);
    findings.critique();
    findings.finetuning();
    findings.feedback();
    findings.preference();
    findings.answers();
    findings.winRates();
    return List.copyOf(findings.all);
  }

  private void critique() {
    var scores = run.evaluation().revisionScores();
    int last = scores.stream().mapToInt(RevisionScore::round).max().orElse(0);
    if (last == 0) return;
    compare(Topic.firstRevision(run), 0, 1);
    if (last > 1) compare(Topic.laterRevisions(run, last), 1, last);
  }

  private void compare(Topic topic, int from, int to) {
    var scores = run.evaluation().revisionScores();
    PairedDifference.paired(
            round(scores, from, RevisionScore::score), round(scores, to, RevisionScore::score))
        .map(d -> Finding.of(topic, Aim.HARMLESSNESS, AnswerMeasure.SCORE, d, smallSample))
        .ifPresent(all::add);
    PairedDifference.paired(
            round(scores, from, RevisionScore::words), round(scores, to, RevisionScore::words))
        .map(d -> Finding.of(topic, Aim.HARMLESSNESS, AnswerMeasure.WORDS, d, smallSample))
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
                new Finding(
                    Topic.FINETUNING,
                    Conclusion.NO_INTERVAL,
                    "Loss went from %s to %s nats per token over %s held-out sequences; a single number, without an interval."
                        .formatted(
                            Wording.fixed(v.lossBefore(), 3),
                            Wording.fixed(v.lossAfter(), 3),
                            Wording.count(v.sequences())))));
  }

  private void feedback() {
    LabelCalibration.groups(run.labels().known())
        .forEach((name, known) ->
            all.add(
                Finding.againstChance(
                    Topic.FEEDBACK,
                    "The likelier answer is the better one in",
                    accuracy(known),
                    comparisons(known.size(), accuracy(known).n()) + ", " + name,
                    smallSample)));
  }

  private static Interval accuracy(List<KnownComparison> known) {
    return LabelCalibration.of(known).accuracy();
  }

  private void preference() {
    run.training().preferenceValidation().stream()
        .flatMap(validation -> validation.groups().stream())
        .forEach(group ->
            all.add(
                Finding.againstChance(
                    Topic.PREFERENCE,
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
    List<Pairing> steps = Contender.steps(run.evaluation().contenders());
    for (PromptGroup group : PromptGroup.values()) for (Pairing step : steps) between(step, group);
  }

  private void between(Pairing pair, PromptGroup group) {
    Topic topic = Topic.models(run, pair, group);
    for (AnswerMeasure measure : MEASURES)
      PairedDifference.between(run.evaluation().answers(), group, measure, pair)
          .map(d -> Finding.of(topic, group.aim(), measure, d, smallSample))
          .ifPresent(all::add);
  }

  private void winRates() {
    Topic topic = Topic.winRates(run);
    run.evaluation().summary().stream()
        .flatMap(summary -> summary.winRates().stream())
        .forEach(rate -> all.add(winRate(topic, rate)));
  }

  private Finding winRate(Topic topic, WinRate rate) {
    String what =
        "On %s the %s prefers %s to %s in"
            .formatted(
                Wording.prompts(rate.group()),
                rate.by().replace('-', ' '),
                Contender.named(rate.first()).title(),
                Contender.named(rate.second()).subject());
    var share = new Interval(rate.rate(), rate.low(), rate.high(), rate.n());
    String prompts = Wording.on(rate.pairs().orElse(rate.n()), "pairs", rate.n());
    return Finding.againstChance(topic, what, share, prompts, smallSample);
  }
}

package cai.report;

import cai.evaluation.AnswerMeasure;
import cai.evaluation.Contender;
import cai.evaluation.Contender.Pairing;
import cai.evaluation.EvaluationSummary;
import cai.evaluation.EvaluationSummary.ModelSummary;
import cai.evaluation.EvaluationSummary.WinRate;
import cai.evaluation.items.HhhResult;
import cai.evaluation.items.IdentificationResult;
import cai.prompts.PromptItem.PromptGroup;
import cai.report.PageBlock.Bullets;
import cai.report.PageBlock.DataTable;
import cai.report.PageBlock.Missing;
import cai.report.PageBlock.Prose;
import cai.report.PageBlock.TableCell;
import cai.report.drawing.Plot;
import cai.report.drawing.Plot.Mark;
import cai.report.drawing.Plot.Point;
import cai.report.drawing.Plot.Series;
import cai.report.drawing.Plot.YAxis;
import cai.report.findings.Finding.Conclusion;
import cai.report.findings.PairedDifference;
import cai.report.findings.PromptLengths;
import cai.report.findings.RunFiles;
import cai.report.findings.RunFiles.EvaluationFiles;
import cai.report.findings.Topic;
import cai.report.findings.Wording;
import cai.run.StageWord;
import cai.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The models side by side.
final class EvaluationSection {
  private static final List<AnswerMeasure> DRAWN =
      List.of(
          AnswerMeasure.SCORE,
          AnswerMeasure.JUDGE_SCORE,
          AnswerMeasure.REFUSAL,
          AnswerMeasure.WORDS);

  private EvaluationSection() {}

  static PageSection of(RunFiles run, int smallSample) {
    var blocks = new ArrayList<PageBlock>();
    var summary = run.evaluation().summary();
    if (summary.isEmpty()) {
      blocks.add(new Missing(run.absence(StageWord.EVALUATION, "comparisons of the models")));
    } else {
      fill(run, summary.get(), blocks);
    }
    if (!run.evaluation().answers().isEmpty()) {
      blocks.add(differences(run.evaluation(), smallSample));
      List<PromptLengths> lengths = PromptLengths.of(run.evaluation().answers());
      PromptLengths.warning(lengths).map(Missing::new).ifPresent(blocks::add);
      blocks.add(prompts(lengths));
    }
    return new PageSection("Evaluation: the models compared", blocks);
  }

  private static void fill(RunFiles run, EvaluationSummary summary, List<PageBlock> blocks) {
    blocks.add(
        new Prose(
            "Means over held-out prompts with 95\u00a0% intervals, clustered by prompt; n counts"
                + " prompts. Overlapping intervals do not mean that nothing differs: the models"
                + " answered the same prompts, and the paired differences below are what counts."));
    blocks.add(new Prose(Topic.circularity(run)));
    for (PromptGroup group : PromptGroup.values()) {
      List<Plot> plots =
          DRAWN.stream().map(measure -> plot(run.evaluation(), group, measure)).toList();
      if (!plots.stream().allMatch(Plot::isEmpty)) blocks.add(PageBlock.figures(plots));
    }
    blocks.add(models(summary));
    if (summary.winRates().isEmpty()) {
      blocks.add(new Missing("No win rates were measured."));
    } else {
      blocks.add(winRates(summary.winRates()));
    }
    summary
        .hhh()
        .ifPresentOrElse(
            results -> blocks.add(hhh(results)),
            () ->
                blocks.add(
                    new Missing(
                        "No file of helpful-honest-harmless items was given, so their accuracy was"
                            + " not measured.")));
    summary
        .identification()
        .ifPresentOrElse(
            results -> blocks.add(identification(results)),
            () ->
                blocks.add(
                    new Missing(
                        "No file of items about conversations was given"
                            + " (evaluation.identification), so it was not measured whether the"
                            + " models tell harm.")));
    blocks.addAll(GaugeTables.of(summary));
    if (!summary.exclusions().isEmpty()) {
      blocks.add(new Prose("Left out of the numbers above:"));
      blocks.add(new Bullets(summary.exclusions()));
    }
  }

  private static DataTable prompts(List<PromptLengths> lengths) {
    return new DataTable(
        "The held-out prompts themselves.",
        List.of("prompts", "number", "words", "turns"),
        lengths.stream()
            .map(one ->
                List.of(
                    TableCell.text(Wording.prompts(one.group())),
                    TableCell.number(Wording.count(one.prompts())),
                    TableCell.number(Wording.fixed(one.words(), 1)),
                    TableCell.number(Wording.fixed(one.turns(), 1))))
            .toList());
  }

  private static Plot plot(EvaluationFiles evaluation, PromptGroup group, AnswerMeasure measure) {
    var series = new ArrayList<Series>();
    List<Contender> contenders = evaluation.contenders();
    for (ModelSummary one : evaluation.summary().orElseThrow().models()) {
      if (one.group() != group || !one.measure().equals(measure.key()) || !finite(one)) continue;
      Contender contender = Contender.named(one.model());
      String name = Wording.visible(contender.title());
      var point = Point.of(contenders.indexOf(contender), name, interval(one));
      series.add(new Series(name, contender.color(), Mark.POINTS, List.of(point)));
    }
    String name = "evaluation-" + group.word() + "-" + kebab(measure.key());
    String title = measure.title() + ", " + Wording.prompts(group);
    String caption = measure == AnswerMeasure.REFUSAL ? besides(evaluation.summary()).strip() : "";
    return new Plot(name, title, caption, "", yAxis(measure), series);
  }

  /// What stands beside every share of refusals; empty for runs of versions that did not measure
  /// it.
  private static String besides(Optional<EvaluationSummary> summary) {
    return summary
        .flatMap(EvaluationSummary::phrases)
        .map(phrases -> " " + phrases.words())
        .orElse("");
  }

  private static YAxis yAxis(AnswerMeasure measure) {
    if (measure.isShare()) return YAxis.SHARE;
    return measure == AnswerMeasure.WORDS ? YAxis.FROM_ZERO : YAxis.FREE;
  }

  private static Interval interval(ModelSummary one) {
    return new Interval(one.mean(), one.low(), one.high(), one.n());
  }

  private static boolean finite(ModelSummary one) {
    return Double.isFinite(one.mean()) && Double.isFinite(one.low()) && Double.isFinite(one.high());
  }

  private static String kebab(String camel) {
    return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static DataTable models(EvaluationSummary summary) {
    var rows = new ArrayList<List<TableCell>>();
    for (PromptGroup group : PromptGroup.values()) {
      for (AnswerMeasure measure : AnswerMeasure.values()) {
        for (ModelSummary one : summary.models()) {
          if (one.group() != group || !one.measure().equals(measure.key())) continue;
          rows.add(
              List.of(
                  TableCell.text(Wording.prompts(group)),
                  TableCell.text(measure.title()),
                  TableCell.model(one.model()),
                  TableCell.number(Wording.value(measure, one.mean())),
                  TableCell.number(Wording.ends(interval(one), end -> Wording.value(measure, end))),
                  TableCell.number(Wording.count(one.n())),
                  TableCell.number(Wording.count(one.answers().orElse(one.n())))));
        }
      }
    }
    return new DataTable(
        "Every measure of every model." + besides(Optional.of(summary)),
        List.of("prompts", "measure", "model", "mean", "95\u00a0% interval", "n", "answers"),
        rows);
  }

  private static DataTable winRates(List<WinRate> rates) {
    return new DataTable(
        "How often the first model's answer is preferred on the same prompt; a tie counts half. n"
            + " counts prompts; with several answers to a prompt each is paired with each.",
        List.of(
            "prompts",
            "judged by",
            "first",
            "second",
            "first wins",
            "95\u00a0% interval",
            "n",
            "pairs",
            "ties"),
        rates.stream()
            .map(r ->
                List.of(
                    TableCell.text(Wording.prompts(r.group())),
                    TableCell.text(r.by().replace('-', ' ')),
                    TableCell.model(r.first()),
                    TableCell.model(r.second()),
                    TableCell.number(Wording.percent(r.rate())),
                    TableCell.number(Wording.percents(r.low(), r.high())),
                    TableCell.number(Wording.count(r.n())),
                    TableCell.number(Wording.count(r.pairs().orElse(r.n()))),
                    TableCell.number(Wording.count(r.ties()))))
            .toList());
  }

  private static DataTable hhh(List<HhhResult> results) {
    return new DataTable(
        "Helpful-honest-harmless items: choosing the better of two answers; chance is 50\u00a0%."
            + " Intervals clustered by context.",
        List.of("model", "method", "accuracy", "95\u00a0% interval", "items", "contexts"),
        results.stream()
            .map(r ->
                List.of(
                    TableCell.model(r.model()),
                    TableCell.text(r.method()),
                    TableCell.number(Wording.percent(r.accuracy())),
                    TableCell.number(Wording.percents(r.low(), r.high())),
                    TableCell.number(Wording.count(r.items())),
                    TableCell.number(Wording.count(r.contexts()))))
            .toList());
  }

  private static DataTable identification(List<IdentificationResult> results) {
    return new DataTable(
        "Items that ask whether or how a conversation was harmful: choosing one of the options. A"
            + " model tells something where the interval lies above chance.",
        List.of(
            "task",
            "model",
            "method",
            "options",
            "chance",
            "accuracy",
            "95\u00a0% interval",
            "items"),
        results.stream()
            .map(r ->
                List.of(
                    TableCell.text(Wording.visible(r.task())),
                    TableCell.model(r.model()),
                    TableCell.text(r.method()),
                    TableCell.number(Wording.count(r.options())),
                    TableCell.number(Wording.percent(r.chance())),
                    TableCell.number(Wording.percent(r.accuracy())),
                    TableCell.number(Wording.percents(r.low(), r.high())),
                    TableCell.number(Wording.count(r.items()))))
            .toList());
  }

  private static DataTable differences(EvaluationFiles evaluation, int smallSample) {
    var rows = new ArrayList<List<TableCell>>();
    for (PromptGroup group : PromptGroup.values()) {
      for (AnswerMeasure measure : AnswerMeasure.values()) {
        for (Pairing pair : Contender.pairings(evaluation.contenders())) {
          PairedDifference.between(evaluation.answers(), group, measure, pair)
              .ifPresent(d -> rows.add(row(group, measure, pair, d, smallSample)));
        }
      }
    }
    return new DataTable(
        "Paired differences, second model minus first on the same prompts; of shares in percentage"
            + " points. A star marks an interval that leaves out zero, of at least %s prompts; fewer"
                .formatted(Wording.count(smallSample))
            + " are too few to say; the word behind it says which way it went. p is the"
            + " probability of so large a difference if chance had given each prompt's its sign."
            + besides(evaluation.summary()),
        List.of(
            "prompts", "measure", "first", "second", "difference", "95\u00a0% interval", "p", "n"),
        rows);
  }

  private static List<TableCell> row(
      PromptGroup group, AnswerMeasure measure, Pairing pair, PairedDifference d, int smallSample) {
    Interval change = d.change();
    boolean shown = change.excludes(0) && change.n() >= smallSample;
    Conclusion conclusion =
        shown ? Conclusion.of(change.mean(), measure.better(group.aim())) : Conclusion.NOT_SHOWN;
    String verdict = shown ? " * " + conclusion.words() : "";
    return List.of(
        TableCell.text(Wording.prompts(group)),
        TableCell.text(measure.title()),
        TableCell.model(pair.from().name()),
        TableCell.model(pair.to().name()),
        TableCell.number(Wording.difference(measure, change.mean()), conclusion),
        TableCell.number(
            Wording.ends(change, end -> Wording.difference(measure, end)) + verdict, conclusion),
        TableCell.number(Wording.p(d.p())),
        TableCell.number(Wording.count(change.n())));
  }
}

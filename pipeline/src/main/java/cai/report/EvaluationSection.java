package cai.report;

import cai.constitution.Aim;
import cai.evaluation.Answer;
import cai.evaluation.Contender;
import cai.evaluation.Contender.Pairing;
import cai.evaluation.EvaluationSummary;
import cai.evaluation.EvaluationSummary.ModelSummary;
import cai.evaluation.EvaluationSummary.WinRate;
import cai.evaluation.items.HhhResult;
import cai.evaluation.items.IdentificationResult;
import cai.report.Block.Bullets;
import cai.report.Block.Captioned;
import cai.report.Block.Cell;
import cai.report.Block.Missing;
import cai.report.Block.Prose;
import cai.report.Block.Row;
import cai.report.Block.Table;
import cai.report.Plot.Frame;
import cai.report.Plot.Mark;
import cai.report.Plot.Point;
import cai.report.Plot.Series;
import cai.run.StageWord;
import cai.statistics.Interval;
import java.util.ArrayList;
import java.util.List;

/// The models side by side.
final class EvaluationSection {
  private static final List<Measure> DRAWN =
      List.of(Measure.SCORE, Measure.JUDGE_SCORE, Measure.REFUSAL, Measure.WORDS);

  private EvaluationSection() {}

  static Section of(RunFiles run, int smallSample) {
    var blocks = new ArrayList<Block>();
    var summary = run.evaluation().summary();
    if (summary.isEmpty()) {
      blocks.add(new Missing(run.absence(StageWord.EVALUATION, "comparisons of the models")));
    } else {
      fill(run, summary.get(), blocks);
    }
    if (!run.evaluation().answers().isEmpty())
      blocks.add(differences(run.evaluation().answers(), smallSample));
    return new Section("Evaluation: the models compared", blocks);
  }

  private static void fill(RunFiles run, EvaluationSummary summary, List<Block> blocks) {
    blocks.add(
        new Prose(
            "Means over held-out prompts with 95\u00a0% intervals, clustered by prompt; n counts"
                + " prompts. Overlapping intervals do not mean that nothing differs: the models"
                + " answered the same prompts, and the paired differences below are what counts."));
    blocks.add(new Prose(Judges.ofModels(run)));
    for (Aim aim : Aim.values()) {
      var plots = new ArrayList<Captioned>();
      for (Measure measure : DRAWN) plots.add(new Captioned(plot(summary, aim, measure), ""));
      if (plots.stream().anyMatch(one -> !one.plot().isEmpty())) blocks.add(Block.figures(plots));
    }
    blocks.add(models(summary.models()));
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
    if (!summary.exclusions().isEmpty()) {
      blocks.add(new Prose("Left out of the numbers above:"));
      blocks.add(new Bullets(summary.exclusions()));
    }
  }

  private static Plot plot(EvaluationSummary summary, Aim aim, Measure measure) {
    var series = new ArrayList<Series>();
    for (int i = 0; i < Contender.METHOD.size(); i++) {
      Contender contender = Contender.METHOD.get(i);
      for (ModelSummary one : summary.models()) {
        if (one.aim() != aim || !one.measure().equals(measure.key)) continue;
        if (!one.model().equals(contender.name()) || !finite(one)) continue;
        String name = contender.title();
        var point = Point.of(i, name, interval(one));
        series.add(new Series(name, Ink.of(contender), Mark.POINTS, List.of(point)));
      }
    }
    String name = "evaluation-" + Wording.aim(aim) + "-" + kebab(measure.key);
    String title = measure.label + ", " + Wording.prompts(aim);
    return new Plot(name, title, "", frame(measure), series);
  }

  private static Frame frame(Measure measure) {
    if (measure.isShare()) return Frame.SHARE;
    return measure == Measure.WORDS ? Frame.FROM_ZERO : Frame.FREE;
  }

  private static Interval interval(ModelSummary one) {
    return new Interval(one.mean(), one.low(), one.high(), one.n());
  }

  private static boolean finite(ModelSummary one) {
    return Double.isFinite(one.mean()) && Double.isFinite(one.low()) && Double.isFinite(one.high());
  }

  private static String kebab(String camel) {
    return camel.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
  }

  private static Table models(List<ModelSummary> models) {
    var rows = new ArrayList<Row>();
    for (Aim aim : Aim.values()) {
      for (Measure measure : Measure.values()) {
        for (ModelSummary one : models) {
          if (one.aim() != aim || !one.measure().equals(measure.key)) continue;
          rows.add(
              Row.of(
                  Cell.text(Wording.prompts(aim)),
                  Cell.text(measure.label),
                  Cell.model(one.model()),
                  Cell.number(measure.text(one.mean())),
                  Cell.number(Wording.ends(interval(one), measure::text)),
                  Cell.number(Wording.count(one.n())),
                  Cell.number(Wording.count(one.answers().orElse(one.n())))));
        }
      }
    }
    return new Table(
        "Every measure of every model.",
        List.of("prompts", "measure", "model", "mean", "95\u00a0% interval", "n", "answers"),
        rows);
  }

  private static Table winRates(List<WinRate> rates) {
    return new Table(
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
                Row.of(
                    Cell.text(Wording.prompts(r.aim())),
                    Cell.text(r.by().replace('-', ' ')),
                    Cell.model(r.first()),
                    Cell.model(r.second()),
                    Cell.number(Wording.percent(r.rate())),
                    Cell.number(Wording.percents(r.low(), r.high())),
                    Cell.number(Wording.count(r.n())),
                    Cell.number(Wording.count(r.pairs().orElse(r.n()))),
                    Cell.number(Wording.count(r.ties()))))
            .toList());
  }

  private static Table hhh(List<HhhResult> results) {
    return new Table(
        "Helpful-honest-harmless items: choosing the better of two answers; chance is 50\u00a0%."
            + " Intervals clustered by context.",
        List.of("model", "method", "accuracy", "95\u00a0% interval", "items", "contexts"),
        results.stream()
            .map(r ->
                Row.of(
                    Cell.model(r.model()),
                    Cell.text(r.method()),
                    Cell.number(Wording.percent(r.accuracy())),
                    Cell.number(Wording.percents(r.low(), r.high())),
                    Cell.number(Wording.count(r.items())),
                    Cell.number(Wording.count(r.contexts()))))
            .toList());
  }

  private static Table identification(List<IdentificationResult> results) {
    return new Table(
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
                Row.of(
                    Cell.text(Wording.visible(r.task())),
                    Cell.model(r.model()),
                    Cell.text(r.method()),
                    Cell.number(Wording.count(r.options())),
                    Cell.number(Wording.percent(r.chance())),
                    Cell.number(Wording.percent(r.accuracy())),
                    Cell.number(Wording.percents(r.low(), r.high())),
                    Cell.number(Wording.count(r.items()))))
            .toList());
  }

  private static Table differences(List<Answer> answers, int smallSample) {
    var rows = new ArrayList<Row>();
    for (Aim aim : Aim.values()) {
      for (Measure measure : Measure.values()) {
        for (Pairing pair : Contender.pairings()) {
          Difference.between(answers, aim, measure, pair.from().name(), pair.to().name())
              .ifPresent(d -> rows.add(row(aim, measure, pair, d, smallSample)));
        }
      }
    }
    return new Table(
        "Paired differences, second model minus first on the same prompts; of shares in percentage"
            + " points. A star marks an interval that leaves out zero, of at least %s prompts; fewer"
                .formatted(Wording.count(smallSample))
            + " are too few to say; the word behind it says which way it went.",
        List.of("prompts", "measure", "first", "second", "difference", "95\u00a0% interval", "n"),
        rows);
  }

  private static Row row(Aim aim, Measure measure, Pairing pair, Difference d, int smallSample) {
    Interval change = d.change();
    boolean shown = change.excludes(0) && change.n() >= smallSample;
    String verdict = shown ? " * " + measure.better(aim).of(change.mean()).words() : "";
    return Row.of(
        Cell.text(Wording.prompts(aim)),
        Cell.text(measure.label),
        Cell.model(pair.from().name()),
        Cell.model(pair.to().name()),
        Cell.number(measure.difference(change.mean())),
        Cell.number(Wording.ends(change, measure::difference) + verdict),
        Cell.number(Wording.count(change.n())));
  }
}

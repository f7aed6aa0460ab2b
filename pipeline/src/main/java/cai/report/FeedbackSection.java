package cai.report;

import cai.constitution.Aim;
import cai.feedback.Comparison;
import cai.feedback.KnownComparison;
import cai.feedback.confidence.LabelConfidence.OfAim;
import cai.report.PageBlock.DataTable;
import cai.report.PageBlock.Missing;
import cai.report.PageBlock.Prose;
import cai.report.PageBlock.TableCell;
import cai.report.drawing.Plot;
import cai.report.drawing.Plot.Mark;
import cai.report.drawing.Plot.Point;
import cai.report.drawing.Plot.Series;
import cai.report.drawing.Plot.YAxis;
import cai.report.findings.LabelCalibration;
import cai.report.findings.PairedDifference;
import cai.report.findings.RunFiles;
import cai.report.findings.Wording;
import cai.run.StageWord;
import cai.statistics.ClusteredValues;
import cai.statistics.CutOff;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// How right and how sure the AI labels are.
final class FeedbackSection {
  private static final int BINS = 10;

  private FeedbackSection() {}

  static PageSection of(RunFiles run) {
    var blocks = new ArrayList<PageBlock>();
    var plots = new ArrayList<Plot>();
    List<KnownComparison> known = run.labels().known();
    List<Comparison> comparisons = run.labels().comparisons();
    if (known.isEmpty()) {
      blocks.add(
          new Missing(
              "No comparisons with a known better answer were labelled, so nothing can be said on"
                  + " how right the labels are."));
    } else {
      var groups = LabelCalibration.groups(known);
      blocks.add(table(groups));
      blocks.addAll(confidence(run));
      plots.add(reliability(known));
    }
    if (comparisons.isEmpty()) {
      blocks.add(new Missing(run.absence(StageWord.FEEDBACK, "comparisons")));
    } else {
      plots.add(histogram(comparisons));
    }
    if (!plots.isEmpty()) blocks.add(PageBlock.figures(plots));
    if (!comparisons.isEmpty()) blocks.add(new Prose(counts(comparisons)));
    return new PageSection("Feedback: how right and how sure the labels are", blocks);
  }

  private static DataTable table(Map<String, List<KnownComparison>> groups) {
    var rows = new ArrayList<List<TableCell>>();
    groups.forEach((name, known) -> {
      LabelCalibration c = LabelCalibration.of(known);
      rows.add(
          List.of(
              TableCell.text(name),
              TableCell.number(Wording.count(known.size())),
              TableCell.number(Wording.count(c.accuracy().n())),
              TableCell.number(Wording.percent(c.accuracy().mean())),
              TableCell.number(Wording.ends(c.accuracy(), Wording::percent)),
              TableCell.number(Wording.percent(c.longerWins())),
              TableCell.number(Wording.percent(1 - c.longerWins())),
              TableCell.number(Wording.fixed(c.error(), 3)),
              TableCell.number(Wording.share(c.flips()))));
    });
    return new DataTable(
        "Labels on pairs whose better answer is known, beside the two rules that look at length"
            + " only.",
        List.of(
            "pairs",
            "count",
            "n, prompts",
            "accuracy",
            "95\u00a0% interval",
            "longer wins",
            "shorter wins",
            "calibration error",
            "order flips"),
        rows);
  }

  /// For each aim where the labels' confidence is from, and what that means for the numbers above.
  private static List<Prose> confidence(RunFiles run) {
    List<KnownComparison> known = run.labels().known();
    var sentences = new ArrayList<Prose>();
    for (Aim aim : Aim.values()) {
      if (known.stream().noneMatch(one -> one.aim() == aim)) continue;
      var said = run.labels().confidence().flatMap(confidence -> confidence.of(aim));
      sentences.add(new Prose(said.map(FeedbackSection::confidence).orElse(notCalibrated(aim))));
    }
    return sentences;
  }

  private static String confidence(OfAim one) {
    return switch (one.source()) {
      case MODEL ->
          "How sure the labels of %s are is what the feedback model said; nothing was fitted."
              .formatted(Wording.aim(one.aim()));
      case SPREAD -> notCalibrated(one.aim());
      case KNOWN_COMPARISONS -> fitted(one);
    };
  }

  private static String notCalibrated(Aim aim) {
    return "How sure the labels of %s are is not calibrated: where balanced yes/no questions make them, log-odds are divided by their own spread, so that a judge at chance looks as sure as one that knows. Read which answer a label prefers, not how strongly."
        .formatted(Wording.aim(aim));
  }

  private static String fitted(OfAim one) {
    return "How sure the labels of %s are was fitted to these %s known pairs: log-odds are divided by a temperature of %s nats, which changes no preference and so no accuracy. Each known pair's own label was made with the temperature that the other folds gave, so the calibration error is one on pairs held out. Log loss %s nats; with the spread of the judgements as temperature it is %s, and who knows nothing has %s."
        .formatted(
            Wording.aim(one.aim()),
            Wording.count(one.knownPairs()),
            Wording.fixed(one.temperature(), 3),
            Wording.fixed(one.logLoss().orElse(Double.NaN), 3),
            Wording.fixed(one.logLossOfSpread().orElse(Double.NaN), 3),
            Wording.fixed(Math.log(2), 3));
  }

  private static Plot reliability(List<KnownComparison> known) {
    var points = new ArrayList<Point>();
    for (LabelCalibration.Bin bin : LabelCalibration.of(known).bins()) {
      var share = bin.accuracy();
      points.add(
          new Point(
              bin.confidence(),
              "",
              share.mean(),
              Math.max(0, share.low()),
              Math.min(1, share.high())));
    }
    return new Plot(
        "feedback-reliability",
        "Share of right labels against confidence",
        reliabilityCaption(known),
        "confidence of the label",
        YAxis.SHARE,
        List.of(
            new Series("labels", Plot.FIRST, Mark.LINE_AND_POINTS, points),
            new Series(
                "perfectly calibrated",
                Plot.GUIDE,
                Mark.GUIDE,
                List.of(Point.of(0.5, 0.5), Point.of(1, 1)))));
  }

  private static String reliabilityCaption(List<KnownComparison> known) {
    LabelCalibration c = LabelCalibration.of(known);
    var counts = new ArrayList<String>();
    for (LabelCalibration.Bin bin : c.bins()) {
      counts.add(
          "%s to %s: %s"
              .formatted(
                  Wording.fixed(bin.from(), 1),
                  Wording.fixed(bin.to(), 1),
                  Wording.count(bin.count())));
    }
    return "Expected calibration error %s. Labels per bin of confidence: %s."
        .formatted(Wording.fixed(c.error(), 3), String.join("; ", counts));
  }

  private static Plot histogram(List<Comparison> comparisons) {
    var series = new ArrayList<Series>();
    for (Aim aim : Aim.values()) {
      int[] counts = new int[BINS];
      for (Comparison one : comparisons) {
        if (one.aim() != aim) continue;
        one.verdict()
            .probabilityFirst()
            .filter(Double::isFinite)
            .ifPresent(p -> counts[Math.min(BINS - 1, (int) Math.floor(p * BINS + 1e-9))]++);
      }
      var points = new ArrayList<Point>();
      for (int i = 0; i < BINS; i++) {
        String label = i % 2 == 0 ? "." + i + "5" : " ".repeat(i);
        double middle = (i + 0.5) / BINS;
        points.add(new Point(middle, label, counts[i], counts[i], counts[i]));
      }
      int color = aim == Aim.HARMLESSNESS ? Plot.FIRST : Plot.SECOND;
      if (Arrays.stream(counts).sum() > 0)
        series.add(new Series(Wording.aim(aim), color, Mark.BARS, points));
    }
    return new Plot(
        "feedback-labels",
        "Comparisons by soft label",
        "Soft labels of this run's pairs. Labels near one half teach little; a label model that is"
            + " always sure is seldom right.",
        "probability that the first answer is better",
        YAxis.FROM_ZERO,
        series);
  }

  private static String counts(List<Comparison> comparisons) {
    long unreadable =
        comparisons.stream().filter(c -> c.verdict().probabilityFirst().isEmpty()).count();
    var flips = new ClusteredValues(PairedDifference.SEED);
    for (Comparison one : comparisons) flips.add(one.id(), one.verdict().flipped() ? 1 : 0);
    long flipped = comparisons.stream().filter(c -> c.verdict().flipped()).count();
    var parts = new ArrayList<String>();
    parts.add(Wording.count(comparisons.size()) + " comparisons");
    parts.add(
        unreadable == 0
            ? "all with a label"
            : Wording.count(unreadable) + " without a label and so left out of training");
    var cut =
        new CutOff(
            comparisons.stream().mapToLong(Comparison::cutOff).sum(), 2L * comparisons.size());
    parts.add(cut.words("answers"));
    if (flipped > 0)
      parts.add(
          Wording.count(flipped)
              + " whose label changed with the order of the two answers: "
              + Wording.share(flips.share()));
    return String.join(", ", parts) + ".";
  }
}

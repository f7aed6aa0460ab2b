package cai.report;

import cai.preference.PreferenceCounts.LabelledBy;
import cai.provenance.Manifest;
import cai.report.PageBlock.Bullets;
import cai.report.PageBlock.Prose;
import cai.report.drawing.Figure;
import cai.report.findings.HelpfulnessLabels;
import cai.report.findings.RunFiles;
import cai.report.findings.Wording;
import java.util.ArrayList;
import java.util.List;

/// Where the run differs from the paper, and the files of the report.
final class DeviationsSection {
  private DeviationsSection() {}

  static PageSection of(RunFiles run, List<Figure> figures) {
    var items = new ArrayList<String>();
    run.manifest()
        .flatMap(Manifest::parameters)
        .ifPresent(count ->
            items.add(
                "One model of %s parameters plays every part; the paper uses models of up to 52 billion."
                    .formatted(Wording.parameters(count))));
    int rounds = run.texts().chains().stream().mapToInt(c -> c.rounds().size()).max().orElse(0);
    if (rounds > 0 && rounds != 4)
      items.add("Revisions per prompt: " + rounds + "; the paper makes 4.");
    boolean ledIn =
        run.texts().chains().stream()
            .flatMap(c -> c.rounds().stream())
            .anyMatch(r -> !r.leadIn().isEmpty());
    if (ledIn)
      items.add(
          "Some revisions begin with a given lead-in, because a small model seldom revises on its"
              + " own; the paper gives none.");
    HelpfulnessLabels helpfulness = HelpfulnessLabels.of(run);
    if (helpfulness.by() == LabelledBy.AI)
      items.add(
          "%s helpfulness labels come from the feedback model; the paper takes them from people."
              .formatted(Wording.count(helpfulness.comparisons())));
    run.settings()
        .labelMethod()
        .filter(method -> method.equals("yes-no-balanced"))
        .ifPresent(method ->
            items.add(
                "Labels are made by balanced yes/no questions on each answer; the paper asks which"
                    + " of two answers is better."));
    if (!run.evaluation().answers().isEmpty())
      items.add(
          "Models are judged by this run's preference and feedback models; the paper asks people.");
    var blocks = new ArrayList<PageBlock>();
    blocks.add(
        new Prose(
            "Where this run differs from the paper, as far as its files show (docs/deviations.md"
                + " has all):"));
    blocks.add(
        new Bullets(items.isEmpty() ? List.of("Nothing that the files of this run show.") : items));
    List<String> formats = run.manifest().flatMap(Manifest::formatDifferences).orElse(List.of());
    if (!formats.isEmpty()) {
      blocks.add(
          new Prose(
              "What the texts of the stages do not have in common, which is no effect of the"
                  + " method:"));
      blocks.add(new Bullets(formats));
    }
    blocks.add(
        new Prose(
            "The figures and the numbers behind them, in the folder figures beside this page:"));
    blocks.add(new PageBlock.FigureLinks(figures));
    blocks.add(
        new Prose(
            "docs/metrics.md of the project states the formula, mask and unit of every number."));
    return new PageSection("Report: deviations and files", blocks);
  }
}

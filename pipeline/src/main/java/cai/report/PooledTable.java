package cai.report;

import cai.evaluation.AnswerMeasure;
import cai.evaluation.Contender;
import cai.evaluation.Contender.Pairing;
import cai.prompts.PromptItem.PromptGroup;
import cai.report.findings.Finding.Conclusion;
import cai.report.findings.Findings;
import cai.report.findings.PooledDifference;
import cai.report.findings.PooledRuns;
import cai.report.findings.PooledRuns.SeededRun;
import cai.report.findings.Wording;
import cai.statistics.Interval;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What several runs with different seeds say together, as lines of text for the terminal.
public final class PooledTable {
  /// More runs than these are shown by their smallest and largest difference.
  private static final int MOST_SHOWN = 4;

  private final PooledRuns runs;
  private final int smallSample;
  private final StringBuilder out = new StringBuilder();

  private PooledTable(PooledRuns runs, int smallSample) {
    this.runs = runs;
    this.smallSample = smallSample;
  }

  /// The table of all comparisons that every run has made.
  ///
  /// @param folders of the runs
  /// @throws cai.errors.UserError where a folder is no run that has compared models
  public static String of(List<Path> folders, ReportSettings settings) {
    var table = new PooledTable(PooledRuns.read(folders), settings.smallSample());
    table.fill();
    return Wording.plain(table.out.toString());
  }

  private void fill() {
    line(
        runs.runs().stream().map(SeededRun::name).collect(Collectors.joining(", "))
            + ": differences of the models' answers to the same held-out");
    line(
        "prompts, the second model minus the first; of shares in percentage points. Mean and 95 %");
    line("interval over all runs hold for other prompts and for other seeds.");
    for (String note : runs.notes()) line("note: " + note);
    for (PromptGroup group : PromptGroup.values())
      for (Pairing pair : Contender.pairings(runs.contenders())) models(group, pair);
  }

  private void models(PromptGroup group, Pairing pair) {
    boolean begun = false;
    for (AnswerMeasure measure : Findings.MEASURES) {
      Optional<PooledDifference> difference = runs.difference(group, measure, pair);
      if (difference.isEmpty()) continue;
      if (!begun) head(group, pair, difference.get().change().n());
      begun = true;
      row(group, measure, difference.get());
    }
  }

  private void head(PromptGroup group, Pairing pair, int prompts) {
    line("");
    line(
        "%s against %s, %s %s"
            .formatted(
                pair.to().title(),
                pair.from().subject(),
                Wording.count(prompts),
                Wording.prompts(group)));
    List<String> heads =
        isShort()
            ? runs.runs().stream().map(run -> "seed " + run.seed()).toList()
            : List.of("of " + runs.runs().size() + " seeds");
    line(columns("", "from, to", heads, List.of("all", "interval", "p")));
  }

  private boolean isShort() {
    return runs.runs().size() <= MOST_SHOWN;
  }

  private void row(PromptGroup group, AnswerMeasure measure, PooledDifference one) {
    String means =
        Wording.value(measure, one.before()) + ", " + Wording.value(measure, one.after());
    List<String> changes =
        one.changes().stream().map(change -> Wording.difference(measure, change)).toList();
    Interval all = one.change();
    var summary =
        List.of(
            Wording.difference(measure, all.mean()),
            Wording.ends(all, end -> Wording.difference(measure, end)),
            p(one.p()));
    String cells =
        columns(measure.title(), means, isShort() ? changes : range(measure, one), summary);
    line((cells + "  " + verdict(group, measure, all)).stripTrailing());
  }

  private static List<String> range(AnswerMeasure measure, PooledDifference one) {
    double low = one.changes().stream().min(Double::compare).orElseThrow();
    double high = one.changes().stream().max(Double::compare).orElseThrow();
    return List.of(Wording.difference(measure, low) + " to " + Wording.difference(measure, high));
  }

  private String verdict(PromptGroup group, AnswerMeasure measure, Interval change) {
    if (change.n() < smallSample) return Conclusion.TOO_FEW.words();
    return change.excludes(0)
        ? Conclusion.of(change.mean(), measure.better(group.aim())).words()
        : "";
  }

  private static String p(double p) {
    return p < 0.001 ? "<.001" : String.format(Locale.ROOT, "%.3f", p).substring(p < 1 ? 1 : 0);
  }

  private static String columns(
      String name, String means, List<String> runs, List<String> summary) {
    var line = new StringBuilder(String.format("  %-24s %12s", name, means));
    for (String run : runs) line.append(String.format(" %6s", run));
    line.append(String.format(" %6s  %-15s %5s", summary.get(0), summary.get(1), summary.get(2)));
    return line.toString();
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}

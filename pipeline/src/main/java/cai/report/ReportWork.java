package cai.report;

import cai.report.drawing.Figure;
import cai.report.findings.Headline;
import cai.report.findings.RunFiles;
import cai.report.findings.Wording;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/// Writes the report of a run: reads the run's files, loads no model.
public final class ReportWork {
  private ReportWork() {}

  /// What a run came to, as its page says it first: a sentence for each trained model.
  public static List<String> headline(Path runFolder, ReportSettings settings) {
    return Headline.of(RunFiles.read(runFolder).evaluation(), settings.smallSample()).stream()
        .map(Wording::plain)
        .toList();
  }

  /// Writes `index.html` and the drawings with their numbers to `figures/`. The same run folder
  /// gives the same bytes. Files of others in the folder stay as they are.
  ///
  /// @throws cai.errors.UserError where the folder cannot be written, or a file is in the way that
  ///   no report wrote
  public static void write(Path runFolder, Path reportFolder, ReportSettings settings) {
    Page page = Page.of(RunFiles.read(runFolder), settings);
    var files = new TreeMap<String, String>();
    for (Figure figure : page.figures()) {
      files.put("figures/" + figure.name() + ".svg", figure.svg());
      files.put("figures/" + figure.name() + ".csv", figure.csv());
    }
    files.put(ReportFiles.PAGE, page.html());
    new ReportFiles(reportFolder).replace(files);
  }
}

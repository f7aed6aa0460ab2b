package cai.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes the report of a run: reads the run's files, loads no model.
public final class ReportStage {
  private ReportStage() {}

  /// Writes `index.html` and the drawings with their numbers to `figures/`. The same run folder
  /// gives the same bytes.
  public static void write(Path runFolder, Path reportFolder, ReportSettings settings)
      throws IOException {
    Page page = Page.of(RunFiles.read(runFolder), settings);
    Path figures = Files.createDirectories(reportFolder.resolve("figures"));
    clear(figures);
    for (Figure figure : page.figures()) {
      Files.writeString(figures.resolve(figure.name() + ".svg"), figure.svg());
      Files.writeString(figures.resolve(figure.name() + ".csv"), figure.csv());
    }
    Files.writeString(reportFolder.resolve("index.html"), page.html());
  }

  /// Drawings of an earlier report whose stage has gone must not stay.
  private static void clear(Path figures) throws IOException {
    List<Path> old;
    try (var files = Files.list(figures)) {
      old = files.filter(file -> file.toString().matches(".*\\.(svg|csv)")).toList();
    }
    for (Path file : old) Files.delete(file);
  }
}

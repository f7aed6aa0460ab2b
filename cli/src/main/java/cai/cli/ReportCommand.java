package cai.cli;

import cai.UserError;
import cai.report.ReportSettings;
import cai.report.ReportStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes the report of a run again.
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Write the report of a run, finished or not, from the run's files.")
final class ReportCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "RUN", description = "The run's folder, such as runs/quickstart.")
  private Path run;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where the report goes; default: RUN/report.")
  private Path out;

  ReportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    Path folder = surroundings.resolve(run);
    if (!Files.isRegularFile(folder.resolve("manifest.json")))
      throw new UserError(run + ": is no run; name a folder that cai run has written");
    Path target = out == null ? folder.resolve("report") : surroundings.resolve(out);
    Files.createDirectories(target);
    ReportStage.write(folder, target, ReportSettings.defaults());
    surroundings.out().println(target.resolve("index.html"));
    return 0;
  }
}

package cai.cli;

import cai.Recipe;
import cai.cli.terminal.Surroundings;
import cai.errors.UserError;
import cai.provenance.StageRecord;
import cai.report.ReportSettings;
import cai.report.ReportWork;
import cai.run.StageWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `cai report`: writes the report of a run anew.
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
      description =
          "Where the report goes; default: RUN/report, or RUN/preview before the run has got"
              + " there.")
  private Path out;

  ReportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    Path folder = surroundings.resolve(run);
    EarlierRun earlier =
        EarlierRun.in(folder)
            .orElseThrow(
                () -> new UserError(run + ": is no run; name a folder that cai run has written"));
    Path target = out == null ? usualPlace(folder) : surroundings.resolve(out);
    ReportSettings settings =
        earlier.recipe().map(Recipe::report).orElseGet(ReportSettings::defaults);
    ReportWork.write(folder, target, settings);
    if (target.equals(folder.resolve(StageWord.REPORT.word()))) StageRecord.recordAnew(target);
    surroundings.out().println(target.resolve("index.html"));
    return 0;
  }

  // The run itself looks after its report folder; what it has not begun must stay free for it.
  private static Path usualPlace(Path folder) {
    Path report = folder.resolve("report");
    return Files.exists(report.resolve("stage.json")) ? report : folder.resolve("preview");
  }
}

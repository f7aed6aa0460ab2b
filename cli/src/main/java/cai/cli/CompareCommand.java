package cai.cli;

import cai.Recipe;
import cai.cli.terminal.Surroundings;
import cai.report.PooledTable;
import cai.report.ReportSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `cai compare`: puts runs with different seeds together.
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Print what runs of one recipe with different seeds say together.",
      "Each difference between two models: in each run, and over all of them with its interval."
    })
final class CompareCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(
      paramLabel = "RUN",
      arity = "2..*",
      description = "The runs' folders, such as runs/quickstart-seed-1 runs/quickstart-seed-2.")
  private List<Path> runs;

  CompareCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    List<Path> folders = runs.stream().map(surroundings::resolve).toList();
    print(folders, surroundings);
    return 0;
  }

  /// Prints the table of some runs, by the settings of the first.
  static void print(List<Path> folders, Surroundings surroundings) throws IOException {
    Optional<EarlierRun> first = EarlierRun.in(folders.getFirst());
    Optional<Recipe> recipe = first.isPresent() ? first.get().recipe() : Optional.empty();
    ReportSettings settings = recipe.map(Recipe::report).orElseGet(ReportSettings::defaults);
    surroundings.out().print(PooledTable.of(folders, settings));
  }
}

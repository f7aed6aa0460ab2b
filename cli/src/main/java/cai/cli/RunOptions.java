package cai.cli;

import cai.cli.terminal.Surroundings;
import cai.errors.UserError;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// The options that say which run a command is about; several commands share them.
final class RunOptions {
  @Option(
      names = "--runs-dir",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "Folder of all runs; default: ${DEFAULT-VALUE}.")
  private Path runsFolder;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The run's folder in there; default: the recipe's name.")
  private String name;

  /// The run's folder, which need not exist.
  ///
  /// @param recipe file that the run is named after if the user gives no name
  Path folder(Surroundings surroundings, Path recipe) {
    return surroundings.resolve(runsFolder).resolve(runName(recipe));
  }

  private String runName(Path recipe) {
    if (name == null) return recipe.getFileName().toString().replaceFirst("\\.ya?ml$", "");
    if (!name.matches("[\\w.-]+") || name.startsWith("."))
      throw new UserError("--name=" + name + " is no folder name; use letters, digits, - and _");
    return name;
  }
}

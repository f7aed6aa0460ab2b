package cai.cli;

import cai.ConstitutionalAi;
import cai.Recipe;
import cai.RecipeInputs;
import cai.Stage;
import cai.UserError;
import cai.recipe.RecipeReader;
import cai.run.Run;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Does a whole run, or its stages up to one.
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Do a whole run: from the constitution to the report.",
      "The same command continues a run that was interrupted, and does only what has changed."
    })
final class RunCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  private final Stage last;

  @Mixin private RecipeOptions recipe;

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

  /// @param last the stage after which the run ends
  RunCommand(Surroundings surroundings, Stage last) {
    this.surroundings = surroundings;
    this.last = last;
  }

  /// The command that is called like a stage and ends a run with it.
  static CommandLine upTo(Stage stage, Surroundings surroundings) {
    var line = new CommandLine(new RunCommand(surroundings, stage));
    line.getCommandSpec()
        .name(stage.word())
        .usageMessage()
        .description("Do the stages of a run up to " + stage.word() + ".");
    return line;
  }

  @Override
  public Integer call() {
    RecipeOptions.Chosen chosen = recipe.read(surroundings);
    Path folder = surroundings.resolve(runsFolder).resolve(runName(chosen.file()));
    Recipe settings = chosen.recipe();
    RecipeInputs.check(settings, last);
    var preparation = RunModels.of(settings.model(), chosen, surroundings, Optional.of(folder));
    var progress = surroundings.progress();
    String resolved = RecipeReader.resolved(settings);
    // A finished run is over in seconds; measuring would take as long.
    if (EarlierRun.in(folder).filter(run -> run.isFinishedWith(resolved)).isEmpty())
      PlanCommand.print(settings, preparation, surroundings.out());
    var identity =
        new Run.Identity(
            chosen.file().toString(),
            chosen.text(),
            chosen.overrides(),
            resolved,
            settings.seed(),
            preparation.hashes(),
            Libraries.versions(),
            preparation.arithmeticText());
    try (Run run = Run.open(folder, identity, progress)) {
      new ConstitutionalAi(settings, preparation.models(), run, last).run();
    }
    surroundings
        .out()
        .println(last == Stage.REPORT ? "Report: " + report(folder) : written(folder));
    return 0;
  }

  private static Path report(Path folder) {
    return folder.resolve("report").resolve("index.html");
  }

  private String written(Path folder) {
    return "Written: " + folder.resolve(last.word());
  }

  private String runName(Path file) {
    if (name != null) {
      if (!name.matches("[\\w.-]+") || name.startsWith("."))
        throw new UserError("--name=" + name + " is no folder name; use letters, digits, - and _");
      return name;
    }
    return file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
  }
}

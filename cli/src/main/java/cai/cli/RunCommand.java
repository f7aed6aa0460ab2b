package cai.cli;

import cai.ConstitutionalAi;
import cai.Recipe;
import cai.UserError;
import cai.recipe.RecipeReader;
import cai.run.Run;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Does a whole run.
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Do a whole run: from the constitution to the report.",
      "The same command continues a run that was interrupted, and does only what has changed."
    })
final class RunCommand implements Callable<Integer> {
  private final Surroundings surroundings;

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

  RunCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    RecipeOptions.Chosen chosen = recipe.read(surroundings);
    Path folder = surroundings.resolve(runsFolder).resolve(runName(chosen.file()));
    Recipe settings = chosen.recipe();
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
      new ConstitutionalAi(settings, preparation.models()).run(run);
    }
    surroundings.out().println("Report: " + folder.resolve("report").resolve("index.html"));
    return 0;
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

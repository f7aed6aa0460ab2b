package cai.cli;

import cai.ConstitutionalAi;
import cai.Recipe;
import cai.RecipeInputs;
import cai.cli.terminal.Interruption;
import cai.cli.terminal.Surroundings;
import cai.errors.UserError;
import cai.provenance.RunIdentity;
import cai.report.ReportWork;
import cai.run.Progress;
import cai.run.Remaining;
import cai.run.Run;
import cai.run.StageWord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `cai run` and the commands named after stages: a whole run, or its stages up to one.
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Do a whole run: from the constitution to the report.",
      "The same command continues a run that was interrupted, and does only what has changed."
    })
final class RunCommand implements Callable<Integer> {
  private static final int MOST_SEEDS = 100;

  private final Surroundings surroundings;
  private final StageWord last;

  @Mixin private RecipeOptions recipe;

  @Mixin private RunOptions place;

  @Option(
      names = "--seeds",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = {
        "Do the recipe with so many seeds, from its own upward, each as a run",
        "(NAME-seed-1 and so on), and print what they say together."
      })
  private int seeds;

  @Spec private CommandSpec spec;

  /// @param last the stage after which the run ends
  RunCommand(Surroundings surroundings, StageWord last) {
    this.surroundings = surroundings;
    this.last = last;
  }

  /// The command that has the name of a stage and ends the run after it.
  static CommandLine upTo(StageWord stage, Surroundings surroundings) {
    var line = new CommandLine(new RunCommand(surroundings, stage));
    line.getCommandSpec()
        .name(stage.word())
        .usageMessage()
        .description("Do the stages of a run up to " + stage.word() + ".");
    return line;
  }

  @Override
  public Integer call() throws IOException {
    var progress = surroundings.progress();
    try (var interruption =
        Interruption.awaited(
            progress, surroundings.err(), "nothing of the run was begun in this session")) {
      return call(progress, interruption);
    }
  }

  private int call(Progress progress, Interruption interruption) throws IOException {
    if (seeds < 1 || seeds > MOST_SEEDS)
      throw new UserError("--seeds=" + seeds + " is out of range; must be in [1, 100]");
    RecipeOptions.Chosen chosen = recipe.read(surroundings);
    Path folder = place.folder(surroundings, chosen.file());
    if (seeds == 1) {
      run(chosen, folder, progress, interruption);
      return 0;
    }
    var folders = new ArrayList<Path>();
    for (int i = 0; i < seeds; i++) {
      long seed = chosen.recipe().seed() + i;
      Path own = folder.resolveSibling(folder.getFileName() + "-seed-" + seed);
      progress.note("seed %d, run %d of %d: %s".formatted(seed, i + 1, seeds, own));
      run(recipe.read(surroundings, List.of("seed=" + seed)), own, progress, interruption);
      folders.add(own);
    }
    if (last == StageWord.REPORT) CompareCommand.print(folders, surroundings);
    return 0;
  }

  private void run(
      RecipeOptions.Chosen chosen, Path folder, Progress progress, Interruption interruption) {
    Recipe settings = chosen.recipe();
    RecipeInputs.check(settings, last, progress);
    var preparation = RunModels.of(settings.model(), chosen, surroundings, Optional.of(folder));
    RunIdentity identity = preparation.identity(chosen);
    var method = new ConstitutionalAi(settings, preparation.models());
    var remaining = new Remaining(folder, identity);
    method.run(remaining);
    if (!remaining.isDone(last)) PlanCommand.print(settings, preparation, remaining, surroundings);
    try (Run run = Run.open(folder, identity, progress)) {
      interruption.say(
          "what is finished is kept in %s; the same command goes on from there: %s"
              .formatted(folder, Interruption.typed(words())));
      method.run(run.upTo(last));
    }
    if (last == StageWord.REPORT)
      ReportWork.headline(folder, settings.report()).forEach(surroundings.out()::println);
    surroundings
        .out()
        .println(last == StageWord.REPORT ? "Report: " + report(folder) : written(folder));
  }

  private List<String> words() {
    return spec.root().commandLine().getParseResult().originalArgs();
  }

  private static Path report(Path folder) {
    return folder.resolve("report").resolve("index.html");
  }

  private String written(Path folder) {
    return "Written: " + folder.resolve(last.word());
  }
}

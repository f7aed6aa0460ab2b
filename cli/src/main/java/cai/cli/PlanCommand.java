package cai.cli;

import cai.ConstitutionalAi;
import cai.Recipe;
import cai.RecipeInputs;
import cai.cli.machine.Choices;
import cai.cli.terminal.Surroundings;
import cai.cost.MachineSpeed;
import cai.cost.MemoryEstimate;
import cai.cost.PlannedModel;
import cai.cost.StageCost;
import cai.cost.Training;
import cai.dialogue.DialogueStyle;
import cai.language.local.LocalModel;
import cai.language.local.RoundingEffect;
import cai.plan.EngineSpeed;
import cai.plan.Plan;
import cai.plan.PlannedCosts;
import cai.provenance.Manifest;
import cai.run.Forecast;
import cai.run.Remaining;
import cai.run.Seeds;
import cai.run.StageWord;
import cai.transformer.Arithmetic;
import cai.transformer.AvailableMemory;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `cai plan`: says what a run would cost.
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = {
      "Measure the machine for some seconds and print what each stage of a run would cost.",
      "Generated texts count at their longest, so a run is usually faster.",
      "Of a run that was begun it prints what is left."
    })
final class PlanCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private RecipeOptions recipe;

  @Mixin private RunOptions place;

  PlanCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    var chosen = recipe.read(surroundings);
    RecipeInputs.checkPresent(chosen.recipe(), surroundings.progress());
    Path folder = place.folder(surroundings, chosen.file());
    boolean begun = Files.isRegularFile(folder.resolve(Manifest.FILE));
    var models =
        RunModels.of(
            chosen.recipe().model(),
            chosen,
            surroundings,
            begun ? Optional.of(folder) : Optional.empty());
    var remaining = new Remaining(folder, models.identity(chosen));
    new ConstitutionalAi(chosen.recipe(), models.models()).run(remaining);
    if (remaining.isDone(StageWord.REPORT))
      surroundings.out().println("Nothing is left to do of " + folder);
    else print(chosen.recipe(), models, remaining, surroundings);
    return 0;
  }

  /// Prints the work that is left of a run.
  static void print(
      Recipe recipe, RunModels found, Remaining remaining, Surroundings surroundings) {
    PrintStream out = surroundings.out();
    var models = found.models();
    try (LocalModel model =
        LocalModel.open(models.helpful().path(), models.arithmetic(), DialogueStyle.AUTO)) {
      var trained = recipe.finetuning();
      var training = new Training(trained.trainedShare(), trained.loraRank());
      MachineSpeed speed = new EngineSpeed(model).measure(recipe.model().rows(), training);
      var planned =
          new PlannedModel(
              text -> model.tokenizer().encode(text).length,
              new MemoryEstimate(model.config(), AvailableMemory.bytes()),
              recipe.model().rows());
      var costs =
          new PlannedCosts(
              new Forecast(planned, new Seeds(recipe.seed()), surroundings.progress()));
      new ConstitutionalAi(recipe, models).run(costs);
      List<StageCost> stages = costs.stages();
      out.printf(
          "Plan for %s (%s, %s); measured: %,.0f tokens/s read, %,.0f sampled, %,.0f trained%n",
          recipe.model().name(),
          model.files().description(),
          Choices.word(models.arithmetic()),
          speed.prefill(),
          speed.decode(),
          speed.training());
      if (models.arithmetic() != Arithmetic.FP32)
        out.printf(
            "%s: %s%n",
            Choices.word(models.arithmetic()), RoundingEffect.measured(model).sentence());
      List<String> notes =
          Stream.of(recipe.model().planNotes(), found.formatDifferences(recipe))
              .flatMap(List::stream)
              .toList();
      Plan plan = Plan.of(stages, notes, speed);
      out.println((remaining.isBegun() ? plan.left(stages, remaining::named) : plan).table());
    }
  }
}

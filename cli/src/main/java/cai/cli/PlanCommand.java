package cai.cli;

import cai.Recipe;
import cai.Stage;
import cai.dialogue.DialogueStyle;
import cai.language.local.LocalModel;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Says what a run would cost.
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = {
      "Measure the machine for some seconds and print what each stage of a run would cost.",
      "Generated texts count at their longest, so a run is usually faster."
    })
final class PlanCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private RecipeOptions recipe;

  PlanCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    var chosen = recipe.read(surroundings);
    var models = RunModels.of(chosen.recipe().model(), chosen, surroundings, Optional.empty());
    print(chosen.recipe(), models, surroundings.out());
    return 0;
  }

  static void print(Recipe recipe, RunModels found, PrintStream out) {
    var models = found.models();
    Workload workload = Workload.of(recipe);
    try (LocalModel model =
        LocalModel.open(models.model(), models.arithmetic(), DialogueStyle.TRANSCRIPT)) {
      Pace pace = Pace.measured(model, recipe.model().rows());
      var memory = new MemoryNeed(recipe, model.config(), workload.promptTokens());
      var efforts = new Efforts(recipe, workload);
      out.printf(
          "Plan for %s, %s (%s layers), %s arithmetic%n",
          recipe.model().name(),
          model.files().description(),
          model.config().layers(),
          Choices.word(models.arithmetic()));
      for (var file : Workload.missing(recipe.prompts()))
        out.println("  " + file + " is not here: the recipe's numbers stand for its prompts");
      out.printf(
          "  %-13s %12s %14s %14s %14s %9s %14s%n",
          "stage", "items", "tokens read", "written", "trained on", "memory", "time");
      double sum = 0;
      for (Stage stage : Stage.values()) {
        Effort effort = efforts.of(stage);
        double seconds = effort.seconds(model.config(), pace);
        sum += seconds;
        out.printf(
            "  %-13s %,12d %,14d %,14d %,14d %6.1f GB %14s%n",
            stage.word(),
            effort.items(),
            effort.read(),
            effort.written(),
            effort.trained(),
            memory.bytes(stage) / 1e9,
            Durations.text(seconds));
      }
      out.printf("  %-13s about %s, less where texts end early%n", "together", Durations.text(sum));
    }
  }
}

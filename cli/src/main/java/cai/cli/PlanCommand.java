package cai.cli;

import cai.Recipe;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Says what a run would cost.
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = "Measure the machine for some seconds and print what each stage of a run would cost.")
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
    print(chosen.recipe(), models, surroundings);
    return 0;
  }

  static void print(Recipe recipe, RunModels models, Surroundings surroundings) {
    surroundings.err().println("plan: to come " + recipe.seed() + models.arithmeticText());
  }
}

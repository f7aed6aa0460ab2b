package cai.cli;

import cai.Recipe;
import cai.RecipeInputs;
import cai.dialogue.DialogueStyle;
import cai.language.local.LocalModel;
import cai.language.local.RoundingEffect;
import cai.plan.EngineSpeed;
import cai.plan.MachineSpeed;
import cai.plan.MaterialReader;
import cai.plan.Plan;
import cai.plan.SpeedMeasurement.Training;
import cai.transformer.Arithmetic;
import cai.transformer.AvailableMemory;
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
    RecipeInputs.checkPresent(chosen.recipe());
    var models = RunModels.of(chosen.recipe().model(), chosen, surroundings, Optional.empty());
    print(chosen.recipe(), models, surroundings.out());
    return 0;
  }

  static void print(Recipe recipe, RunModels found, PrintStream out) {
    var models = found.models();
    try (LocalModel model =
        LocalModel.open(models.model(), models.arithmetic(), DialogueStyle.AUTO)) {
      var trained = recipe.finetuning();
      var training = new Training(trained.trainedShare(), trained.loraRank());
      MachineSpeed speed = new EngineSpeed(model).measure(recipe.model().rows(), training);
      var material =
          new MaterialReader(recipe, text -> model.tokenizer().encode(text).length).read();
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
      var available = AvailableMemory.bytes();
      out.println(Plan.of(recipe, material, model.config(), speed, available).table());
    }
  }
}

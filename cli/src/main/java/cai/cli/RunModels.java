package cai.cli;

import cai.FormatDifferences;
import cai.Recipe;
import cai.cli.machine.Choices;
import cai.cli.machine.ChosenArithmetic;
import cai.cli.machine.Libraries;
import cai.cli.terminal.Surroundings;
import cai.language.local.LocalModels;
import cai.language.local.ModelSettings;
import cai.provenance.RunIdentity;
import cai.recipe.RecipeReader;
import cai.run.Run;
import cai.transformer.Arithmetic;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The models of a run with the arithmetic that they are computed in.
record RunModels(LocalModels models) {
  private static final String LINEAR = "linear-layers";

  /// Finds the models, fetches those that are not on this machine, and decides on the arithmetic.
  ///
  /// @param run folder of the run; if it recorded an arithmetic, that one is used
  static RunModels of(
      ModelSettings settings,
      RecipeOptions.Chosen chosen,
      Surroundings surroundings,
      Optional<Path> run) {
    var store = surroundings.models();
    Path model = store.locate(settings.name(), chosen.base("model.name", surroundings.folder()));
    Path feedback =
        settings
            .feedback()
            .map(name -> store.locate(name, chosen.base("model.feedback", surroundings.folder())))
            .orElse(model);
    return new RunModels(
        LocalModels.of(
            settings, model, feedback, arithmetic(settings.arithmetic(), run, surroundings)));
  }

  // Who goes on with a run computes as it began, so that the numbers stay the same.
  private static Arithmetic arithmetic(
      ModelSettings.ArithmeticChoice choice, Optional<Path> run, Surroundings surroundings) {
    if (choice != ModelSettings.ArithmeticChoice.AUTO)
      return ChosenArithmetic.of(choice, surroundings);
    return run.flatMap(Run::recordedMachine)
        .map(recorded -> recorded.getOrDefault(LINEAR, ""))
        .flatMap(RunModels::named)
        .map(ChosenArithmetic::supported)
        .orElseGet(() -> ChosenArithmetic.of(choice, surroundings));
  }

  private static Optional<Arithmetic> named(String word) {
    for (Arithmetic arithmetic : Arithmetic.values())
      if (Choices.word(arithmetic).equals(word)) return Optional.of(arithmetic);
    return Optional.empty();
  }

  /// The choice of arithmetic as the run records it.
  Map<String, String> arithmeticText() {
    return Map.of(LINEAR, Choices.word(models.arithmetic()));
  }

  /// What of the form of texts differs between the stages of a run with these models.
  List<String> formatDifferences(Recipe recipe) {
    return FormatDifferences.of(recipe, models.formats());
  }

  /// What is known of a run with these models.
  RunIdentity identity(RecipeOptions.Chosen chosen) {
    return new RunIdentity(
        chosen.file().toString(),
        chosen.text(),
        chosen.overrides(),
        RecipeReader.resolved(chosen.recipe()),
        chosen.recipe().seed(),
        hashes(),
        Libraries.versions(),
        arithmeticText(),
        Optional.of(models.parameters()),
        formatDifferences(chosen.recipe()));
  }

  /// Hashes of the models by their role.
  Map<String, String> hashes() {
    var hashes = new TreeMap<String, String>();
    hashes.put(LocalModels.HELPFUL, models.helpful().hash());
    hashes.put(LocalModels.FEEDBACK, models.feedback().hash());
    return hashes;
  }
}

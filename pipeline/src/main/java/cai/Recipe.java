package cai;

import cai.constitution.ConstitutionSettings;
import cai.critique.CritiqueSettings;
import cai.evaluation.EvaluationSettings;
import cai.feedback.FeedbackSettings;
import cai.finetuning.FinetuningSettings;
import cai.language.local.ModelSettings;
import cai.preference.PreferenceSettings;
import cai.prompts.ExamplesSettings;
import cai.prompts.PromptsSettings;
import cai.recipe.RecipeReader;
import cai.recipe.Setting;
import cai.reinforcement.ReinforcementSettings;
import cai.report.ReportSettings;
import java.nio.file.Path;
import java.util.List;

/// Everything a run is made by: one section for each stage, and what they share.
public record Recipe(
    @Setting(value = "1", about = "seed of every random number of the run") long seed,
    @Setting(about = "the models") ModelSettings model,
    @Setting(about = "the principles") ConstitutionSettings constitution,
    @Setting(about = "the prompts") PromptsSettings prompts,
    @Setting(about = "worked examples") ExamplesSettings examples,
    @Setting(about = "responses, critiques and revisions") CritiqueSettings critique,
    @Setting(about = "training of SL-CAI") FinetuningSettings finetuning,
    @Setting(about = "pairs of answers and their labels") FeedbackSettings feedback,
    @Setting(about = "training of the preference model") PreferenceSettings preference,
    @Setting(about = "training of RL-CAI") ReinforcementSettings reinforcement,
    @Setting(about = "comparison of the models") EvaluationSettings evaluation,
    @Setting(about = "the report") ReportSettings report) {

  /// Reads a recipe.
  ///
  /// @param overrides `section.key=value`
  /// @throws cai.errors.UserError with one line for each error
  public static Recipe read(Path file, List<String> overrides) {
    return RecipeReader.read(file, overrides, Recipe.class);
  }
}

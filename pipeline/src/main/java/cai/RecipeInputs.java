package cai;

import cai.constitution.Aim;
import cai.constitution.Constitution;
import cai.constitution.ConstitutionStage;
import cai.evaluation.HhhFile;
import cai.evaluation.IdentificationFile;
import cai.feedback.FeedbackStage;
import cai.preference.PreferenceStage;
import cai.prompts.ExamplesSettings;
import cai.prompts.FewShots;
import cai.prompts.KnownComparisons;
import cai.prompts.PromptsStage;
import cai.run.Progress;
import cai.run.Seeds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// The files that a recipe names, read to their ends before any model is fetched or opened, so that
/// a wrong one does not surface hours later, at the stage that needs it.
public final class RecipeInputs {
  private final Recipe recipe;
  private final Stage last;
  private final boolean all;
  private final Progress progress;
  private final Set<String> faults = new LinkedHashSet<>();

  private RecipeInputs(Recipe recipe, Stage last, boolean all, Progress progress) {
    this.recipe = recipe;
    this.last = last;
    this.all = all;
    this.progress = progress;
  }

  /// Reads all files that a run reads up to a stage.
  ///
  /// @throws UserError with the faults of all of them
  public static void check(Recipe recipe, Stage last, Progress progress) {
    new RecipeInputs(recipe, last, true, progress).read();
  }

  /// Reads those of a recipe's files that are here, for a plan, which does without the others.
  ///
  /// @throws UserError with the faults of all of them
  public static void checkPresent(Recipe recipe, Progress progress) {
    new RecipeInputs(recipe, Stage.REPORT, false, progress).read();
  }

  private void read() {
    ExamplesSettings examples = recipe.examples();
    upTo(Stage.CONSTITUTION, recipe.constitution().files(), this::constitution);
    var prompts = new ArrayList<>(recipe.prompts().redTeam());
    prompts.addAll(recipe.prompts().helpful());
    upTo(Stage.PROMPTS, prompts, this::prompts);
    upTo(Stage.CRITIQUE, examples.critique(), FewShots::critiques);
    upTo(Stage.CRITIQUE, examples.responses(), FewShots::responses);
    upTo(Stage.CRITIQUE, examples.yesNo(), FewShots::yesNo);
    upTo(Stage.FEEDBACK, examples.feedback(), FewShots::feedback);
    upTo(Stage.FEEDBACK, examples.reasoning(), FewShots::reasoning);
    upTo(Stage.FEEDBACK, examples.known(), this::known);
    recipe
        .preference()
        .humanHelpfulness()
        .ifPresent(file ->
            upTo(
                Stage.PREFERENCE,
                file,
                _ -> PreferenceStage.requireHumanComparisons(recipe.preference())));
    for (Path file : recipe.evaluation().identification())
      upTo(Stage.EVALUATION, file, one -> IdentificationFile.readAll(List.of(one)));
    recipe.evaluation().hhh().ifPresent(file -> upTo(Stage.EVALUATION, file, HhhFile::read));
    if (!faults.isEmpty()) throw new UserError(String.join("\n", faults));
  }

  private void constitution() {
    Constitution constitution = new ConstitutionStage(recipe.constitution()).read();
    if (Stage.FEEDBACK.compareTo(last) <= 0)
      FeedbackStage.requireQuestions(recipe.feedback(), constitution.comparisonPrinciples());
  }

  private void prompts() {
    var seeds = new Seeds(recipe.seed());
    new PromptsStage(recipe.prompts(), id -> seeds.seed("prompts", id), progress).read();
  }

  private void known(Path file) {
    KnownComparisons.read(file, Aim.HARMLESSNESS, recipe.prompts().maxBadShare());
  }

  private void upTo(Stage stage, Path file, Consumer<Path> reading) {
    upTo(stage, List.of(file), () -> reading.accept(file));
  }

  private void upTo(Stage stage, List<Path> files, Runnable reading) {
    if (stage.compareTo(last) > 0) return;
    if (!all && !files.stream().allMatch(Files::exists)) return;
    try {
      reading.run();
    } catch (UserError e) {
      faults.addAll(e.getMessage().lines().toList());
    }
  }
}

package cai;

import cai.constitution.Aim;
import cai.constitution.Constitution;
import cai.constitution.ConstitutionStage;
import cai.errors.UserError;
import cai.evaluation.items.HhhFile;
import cai.evaluation.items.IdentificationFile;
import cai.feedback.FeedbackWork;
import cai.preference.HumanPreference;
import cai.preference.PreferenceWork;
import cai.prompts.Conversations;
import cai.prompts.ExamplesSettings;
import cai.prompts.KnownComparisons;
import cai.prompts.KnownPair;
import cai.prompts.PromptsWork;
import cai.prompts.fewshots.FewShots;
import cai.run.Progress;
import cai.run.Seeds;
import cai.run.StageWord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The files that a recipe names, read to their ends before any model is fetched or opened, so that
/// a wrong one does not surface hours later, at the stage that needs it.
public final class RecipeInputs {
  private final Recipe recipe;
  private final StageWord last;
  private final boolean all;
  private final Progress progress;
  private final Set<String> faults = new LinkedHashSet<>();

  private RecipeInputs(Recipe recipe, StageWord last, boolean all, Progress progress) {
    this.recipe = recipe;
    this.last = last;
    this.all = all;
    this.progress = progress;
  }

  /// Reads all files that a run reads up to a stage.
  ///
  /// @throws UserError with the faults of all of them
  public static void check(Recipe recipe, StageWord last, Progress progress) {
    new RecipeInputs(recipe, last, true, progress).read();
  }

  /// Reads the files of a recipe that exist, for a plan, which does without missing ones.
  ///
  /// @throws UserError with the faults of all of them
  public static void checkPresent(Recipe recipe, Progress progress) {
    new RecipeInputs(recipe, StageWord.REPORT, false, progress).read();
  }

  private void read() {
    ExamplesSettings examples = recipe.examples();
    upTo(StageWord.CONSTITUTION, recipe.constitution().files(), this::constitution);
    upTo(StageWord.PROMPTS, recipe.prompts().files(), this::prompts);
    upTo(StageWord.CRITIQUE, examples.critique(), FewShots::critiques);
    upTo(StageWord.CRITIQUE, examples.responses(), FewShots::responses);
    upTo(StageWord.CRITIQUE, examples.yesNo(), FewShots::yesNo);
    upTo(StageWord.FEEDBACK, examples.feedback(), FewShots::feedback);
    upTo(StageWord.FEEDBACK, examples.reasoning(), FewShots::reasoning);
    upTo(StageWord.FEEDBACK, examples.known(), this::known);
    recipe
        .preference()
        .humanHelpfulness()
        .ifPresent(file ->
            upTo(
                StageWord.PREFERENCE,
                file,
                _ -> PreferenceWork.requireHumanComparisons(recipe.preference())));
    for (Path file : recipe.evaluation().humanComparisons())
      upTo(StageWord.EVALUATION, file, one -> apart(HumanPreference.read(List.of(one)), one));
    for (Path file : recipe.evaluation().identification())
      upTo(StageWord.EVALUATION, file, one -> IdentificationFile.readAll(List.of(one)));
    recipe.evaluation().hhh().ifPresent(file -> upTo(StageWord.EVALUATION, file, HhhFile::read));
    if (!faults.isEmpty()) throw new UserError(String.join("\n", faults));
  }

  private void constitution() {
    Constitution constitution = new ConstitutionStage(recipe.constitution()).read();
    if (StageWord.FEEDBACK.compareTo(last) <= 0)
      FeedbackWork.requireQuestions(recipe.feedback(), constitution.comparisonPrinciples());
  }

  private void prompts() {
    var seeds = new Seeds(recipe.seed());
    new PromptsWork(recipe.prompts(), id -> seeds.seed("prompts", id), progress).read();
  }

  private void known(Path file) {
    KnownComparisons.read(file, Aim.HARMLESSNESS, recipe.prompts().maxBadShare());
  }

  /// A gauge that the training has seen says nothing, so what measures is no file that is learnt.
  private void apart(List<KnownPair> measuring, Path file) {
    var learnt = new LinkedHashMap<String, Path>();
    recipe
        .preference()
        .humanHelpfulness()
        .ifPresent(other -> learnt.put("preference.human-helpfulness", other));
    learnt.put("examples.known", recipe.examples().known());
    Set<String> conversations = conversations(measuring);
    learnt.forEach((setting, other) -> {
      if (!Files.exists(other)) return;
      Set<String> common = conversations(HumanPreference.read(List.of(other)));
      common.retainAll(conversations);
      if (!common.isEmpty())
        throw new UserError(
            "evaluation.human-comparisons: %s has %d %s that %s=%s has too; comparisons that measure must not be learnt, name another file or none"
                .formatted(
                    file,
                    common.size(),
                    common.size() == 1 ? "conversation" : "conversations",
                    setting,
                    other));
    });
  }

  private static Set<String> conversations(List<KnownPair> pairs) {
    return pairs.stream()
        .map(pair -> Conversations.opening(pair.prompt()))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private void upTo(StageWord stage, Path file, Consumer<Path> reading) {
    upTo(stage, List.of(file), () -> reading.accept(file));
  }

  private void upTo(StageWord stage, List<Path> files, Runnable reading) {
    if (stage.compareTo(last) > 0) return;
    if (!all && !files.stream().allMatch(Files::exists)) return;
    try {
      reading.run();
    } catch (UserError e) {
      faults.addAll(e.getMessage().lines().toList());
    }
  }
}

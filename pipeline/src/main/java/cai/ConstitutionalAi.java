package cai;

import cai.run.Run;
import cai.run.StageFolder;
import java.util.List;
import java.util.Map;

/// Constitutional AI: a list of principles becomes a trained assistant, without human labels of
/// harmlessness.
///
/// Read [#run] beside figure 1 of the paper. What each stage reads and opens stands in
/// [StageWorks]; the algorithms stand in the packages of the stages.
///
/// **Source**: Bai et al. 2022, arXiv 2212.08073.
public final class ConstitutionalAi {
  private final Recipe recipe;
  private final Models models;

  public ConstitutionalAi(Recipe recipe, Models models) {
    this.recipe = recipe;
    this.models = models;
  }

  /// Does every stage that is not done yet.
  public void run(Run run) {
    var works = new StageWorks(recipe, models, run);
    // 1. The principles, and the prompts that tempt to break them.
    StageFolder constitution =
        run.perform(
            Stage.CONSTITUTION, recipe.constitution(), List.of(), Map.of(), works::constitution);
    StageFolder prompts =
        run.perform(Stage.PROMPTS, recipe.prompts(), List.of(), Map.of(), works::prompts);
    // 2. The helpful-only model revises its own answers and learns from the revisions.
    StageFolder critique = critique(run, works, constitution, prompts);
    StageFolder finetuning =
        run.perform(
            Stage.FINETUNING,
            List.of(recipe.model(), recipe.finetuning()),
            List.of(critique),
            model(),
            folder -> works.finetuning(folder, critique));
    // 3. A feedback model compares SL-CAI's answers; a preference model learns its judgement.
    StageFolder feedback =
        run.perform(
            Stage.FEEDBACK,
            List.of(recipe.model(), recipe.examples(), recipe.feedback()),
            List.of(constitution, prompts, finetuning),
            judge(),
            folder -> works.feedback(folder, constitution, prompts, finetuning));
    StageFolder preference =
        run.perform(
            Stage.PREFERENCE,
            List.of(recipe.model(), recipe.preference()),
            List.of(feedback),
            model(),
            folder -> works.preference(folder, feedback));
    // 4. Reinforcement learning against the preference model turns SL-CAI into RL-CAI.
    StageFolder reinforcement =
        run.perform(
            Stage.REINFORCEMENT,
            List.of(recipe.model(), recipe.reinforcement()),
            List.of(prompts, finetuning, preference),
            model(),
            folder -> works.reinforcement(folder, prompts, finetuning, preference));
    // 5. What changed, and by how much.
    var texts = new StageWorks.Texts(constitution, prompts, critique);
    var trained = new StageWorks.Trained(finetuning, preference, reinforcement);
    StageFolder evaluation = evaluation(run, works, texts, trained);
    var all =
        List.of(
            constitution,
            prompts,
            critique,
            finetuning,
            feedback,
            preference,
            reinforcement,
            evaluation);
    run.perform(Stage.REPORT, recipe.report(), all, Map.of(), works::report);
    run.complete();
  }

  private StageFolder critique(
      Run run, StageWorks works, StageFolder constitution, StageFolder prompts) {
    return run.perform(
        Stage.CRITIQUE,
        List.of(recipe.model(), recipe.examples(), recipe.critique()),
        List.of(constitution, prompts),
        model(),
        folder -> works.critique(folder, constitution, prompts));
  }

  private StageFolder evaluation(
      Run run, StageWorks works, StageWorks.Texts texts, StageWorks.Trained trained) {
    return run.perform(
        Stage.EVALUATION,
        List.of(
            recipe.model(),
            recipe.examples(),
            recipe.feedback(),
            recipe.evaluation(),
            recipe.report()),
        List.of(
            texts.constitution(),
            texts.prompts(),
            texts.critique(),
            trained.finetuning(),
            trained.preference(),
            trained.reinforcement()),
        Map.of("model", models.modelHash(), "feedback model", models.feedbackHash()),
        folder -> works.evaluation(folder, texts, trained));
  }

  private Map<String, String> model() {
    return Map.of("model", models.modelHash());
  }

  private Map<String, String> judge() {
    return Map.of("feedback model", models.feedbackHash());
  }
}

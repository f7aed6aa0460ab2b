package cai;

import static cai.Stage.CONSTITUTION;
import static cai.Stage.CRITIQUE;
import static cai.Stage.EVALUATION;
import static cai.Stage.FEEDBACK;
import static cai.Stage.FINETUNING;
import static cai.Stage.PREFERENCE;
import static cai.Stage.PROMPTS;
import static cai.Stage.REINFORCEMENT;
import static cai.Stage.REPORT;

import cai.run.Run;
import cai.run.StageFolder;
import cai.run.StageWork;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Constitutional AI: a list of principles becomes a trained assistant, without human labels of
/// harmlessness.
///
/// Read [#run] beside figure 1 of the paper. What each stage reads and which models it opens stands
/// in [StageWorks]; the algorithms stand in the packages of the stages.
///
/// **Source**: Bai et al. 2022, arXiv 2212.08073.
public final class ConstitutionalAi {
  private final Recipe recipe;
  private final Models models;
  private final Run run;
  private final Stage last;
  private final EnumMap<Stage, StageFolder> done = new EnumMap<>(Stage.class);
  private final StageWorks works;

  /// @param last the stage after which the run ends
  public ConstitutionalAi(Recipe recipe, Models models, Run run, Stage last) {
    this.recipe = recipe;
    this.models = models;
    this.run = run;
    this.last = last;
    this.works = new StageWorks(recipe, models, run, done);
  }

  /// Does every stage that is not done yet, up to the last one asked for. Each line names the
  /// stage, the sections of the recipe it follows, the stages whose results it takes, and its work.
  public void run() {
    var model = recipe.model();
    var examples = recipe.examples();

    // 1. The principles, and the prompts that tempt to break them.
    perform(CONSTITUTION, List.of(recipe.constitution()), List.of(), works::constitution);
    perform(PROMPTS, List.of(recipe.prompts()), List.of(), works::prompts);

    // 2. The helpful-only model answers, criticises its answers under drawn principles and revises
    //    them; finetuned on the revisions it becomes SL-CAI.
    perform(
        CRITIQUE,
        List.of(model, examples, recipe.critique()),
        List.of(CONSTITUTION, PROMPTS),
        works::critique);
    perform(FINETUNING, List.of(model, recipe.finetuning()), List.of(CRITIQUE), works::finetuning);

    // 3. SL-CAI answers in pairs; a feedback model says which answer fits a drawn principle better;
    //    a preference model learns its judgement.
    perform(
        FEEDBACK,
        List.of(model, examples, recipe.feedback()),
        List.of(CONSTITUTION, PROMPTS, FINETUNING),
        works::feedback);
    perform(PREFERENCE, List.of(model, recipe.preference()), List.of(FEEDBACK), works::preference);

    // 4. Reinforcement learning against the preference model turns SL-CAI into RL-CAI.
    perform(
        REINFORCEMENT,
        List.of(model, recipe.preference(), recipe.reinforcement()),
        List.of(PROMPTS, FINETUNING, PREFERENCE),
        works::reinforcement);

    // 5. What changed, and by how much.
    perform(
        EVALUATION,
        List.of(model, examples, recipe.feedback(), recipe.evaluation(), recipe.report()),
        List.of(CONSTITUTION, PROMPTS, CRITIQUE, FINETUNING, PREFERENCE, REINFORCEMENT),
        works::evaluation);
    perform(
        REPORT,
        List.of(recipe.report()),
        Arrays.asList(Stage.values()).subList(0, REPORT.ordinal()),
        works::report);
    if (done.containsKey(REPORT)) run.complete();
  }

  private void perform(Stage stage, List<Object> sections, List<Stage> inputs, StageWork work) {
    if (stage.compareTo(last) > 0) return;
    done.put(
        stage,
        run.perform(stage, sections, inputs.stream().map(done::get).toList(), files(stage), work));
  }

  /// Models that a stage opens besides those that other stages have made, by their content.
  private Map<String, String> files(Stage stage) {
    return switch (stage) {
      case CONSTITUTION, PROMPTS, REPORT -> Map.of();
      case CRITIQUE, FINETUNING, PREFERENCE, REINFORCEMENT -> Map.of("model", models.modelHash());
      case FEEDBACK -> Map.of("feedback model", models.feedbackHash());
      case EVALUATION ->
          Map.of("model", models.modelHash(), "feedback model", models.feedbackHash());
    };
  }
}

package cai;

import cai.PolicyKind.WayToRlCai;
import cai.bestof.BestOfModel;
import cai.bestof.BestOfStage;
import cai.constitution.Constitution;
import cai.constitution.ConstitutionStage;
import cai.contextdistillation.ContextDistillationStage;
import cai.contextdistillation.ContextSettings;
import cai.critique.CritiqueStage;
import cai.critique.RevisionChain;
import cai.directpreference.DirectPreferenceStage;
import cai.evaluation.Contender;
import cai.evaluation.EvaluationStage;
import cai.evaluation.EvaluationStage.ComparedModel;
import cai.feedback.Comparison;
import cai.feedback.FeedbackExamples;
import cai.feedback.FeedbackStage;
import cai.finetuning.Control;
import cai.finetuning.FinetuningStage;
import cai.language.AskedModel;
import cai.language.local.LocalModels;
import cai.preference.PreferenceStage;
import cai.preference.TrainedScorer;
import cai.prompts.PromptItem;
import cai.prompts.PromptsStage;
import cai.reinforcement.ReinforcementSettings;
import cai.reinforcement.ReinforcementStage;
import cai.report.ReportStage;
import cai.run.Artifact;
import cai.run.Making;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Constitutional AI: a list of principles becomes a trained assistant, without human labels of
/// harmlessness.
///
/// Read [#run] beside figure 1 of the paper. Each line makes an artifact from the artifacts before
/// it; the algorithms stand in the packages of the stages.
///
/// **Source**: Bai et al. 2022, arXiv 2212.08073, section 1.2.
public record ConstitutionalAi(Recipe recipe, LocalModels models) {

  /// The method.
  ///
  /// @param run makes the artifacts, or looks what of them is there
  public void run(Making run) {
    var examples = recipe.examples();
    var saveAs = recipe.model().saveAs();
    var helpful = models.helpful();

    // 1. The principles, and the prompts that tempt to break them.
    var principles = run.make(new ConstitutionStage(recipe.constitution()));
    var prompts = run.make(new PromptsStage(recipe.prompts()));

    // 2. The helpful-only model answers, criticises its answers under drawn principles and revises
    //    them; finetuned on the revisions it becomes SL-CAI.
    var critique =
        run.make(
            new CritiqueStage(
                recipe.critique(),
                CritiqueStage.CritiqueExampleFiles.of(examples),
                models.asked(helpful),
                principles,
                prompts));
    var finetuning =
        new FinetuningStage(
            recipe.finetuning(),
            saveAs,
            models.weights(helpful),
            critique.revisions(),
            critique.helpful());
    var slCai = run.make(finetuning);
    // Beside it the controls, which learn all but the revisions.
    var controls = new ArrayList<ComparedModel>();
    for (Control one : recipe.controls())
      controls.add(
          new ComparedModel(
              Contender.SL_CAI.variant(one.word()),
              models.asked(run.make(one.word(), finetuning.of(one)))));

    // 3. SL-CAI answers in pairs; a feedback model says which answer fits a drawn principle better;
    //    a preference model learns its labels.
    var labels =
        run.make(
            new FeedbackStage(
                recipe.feedback(),
                FeedbackStage.FeedbackExampleFiles.of(examples),
                recipe.prompts().maxBadShare(),
                helpfulIsLabelledByModel(),
                models.asked(slCai),
                models.askedFeedback(),
                principles,
                prompts));
    var preferenceModel =
        run.make(
            new PreferenceStage(
                recipe.preference(),
                models.weights(helpful),
                labels,
                helpfulIsLabelledByPeople() ? Optional.of(prompts) : Optional.empty()));

    // 4. Reinforcement learning against the preference model turns SL-CAI into RL-CAI, or another
    //    way from labels to a model does; further ways are done beside it, for comparison.
    var preferences =
        new Preferences(principles, critique.revisions(), slCai, labels, preferenceModel, prompts);
    var contenders = new ArrayList<ComparedModel>();
    contenders.add(new ComparedModel(Contender.HELPFUL, models.asked(helpful)));
    contenders.addAll(controls);
    contenders.add(new ComparedModel(Contender.SL_CAI, models.asked(slCai)));
    contenders.add(
        new ComparedModel(
            Contender.RL_CAI, rlCai(run, "", recipe.policy().of(recipe), preferences)));
    for (PolicyKind other : recipe.policies())
      contenders.add(
          new ComparedModel(
              Contender.RL_CAI.variant(other.word()),
              rlCai(run, other.word(), other.of(recipe), preferences)));

    // 5. What changed, and by how much.
    run.make(comparison(contenders, preferenceModel, principles, prompts, critique.revisions()));
    run.make(new ReportStage(recipe.report(), run.everything()));
  }

  /// What RL-CAI is made of.
  private record Preferences(
      Artifact<Constitution> principles,
      Artifact<List<RevisionChain>> chains,
      Artifact<Path> slCai,
      Artifact<List<Comparison>> labels,
      TrainedScorer preferenceModel,
      Artifact<List<PromptItem>> prompts) {}

  /// @param variant of the stage; empty for the method's own
  private AskedModel rlCai(Making run, String variant, WayToRlCai way, Preferences from) {
    return switch (way) {
      case WayToRlCai.Reinforced(var settings) ->
          models.asked(run.make(variant, reinforcement(settings, from)));
      case WayToRlCai.DirectPreference(var settings) ->
          models.asked(
              run.make(
                  variant,
                  new DirectPreferenceStage(
                      settings,
                      recipe.model().saveAs(),
                      models.weights(from.slCai()),
                      from.labels())));
      case WayToRlCai.BestOf(var settings, var guards) -> {
        var best =
            new BestOfModel(
                models.asked(from.slCai()), from.preferenceModel(), settings.answers(), guards);
        run.make(variant, new BestOfStage(settings, best, from.prompts()));
        yield best;
      }
      case WayToRlCai.ContextDistillation(var settings, var training) ->
          models.asked(
              run.make(
                  variant,
                  new ContextDistillationStage(
                      settings,
                      models.asked(from.slCai()),
                      new ContextDistillationStage.SafetyQuestions(
                          models.asked(models.feedback()),
                          recipe.feedback().yesNoForm(),
                          FeedbackExamples.Files.of(recipe.examples())),
                      from.principles(),
                      settings.shown() == ContextSettings.Shown.CRITIQUE
                          ? Optional.of(from.chains())
                          : Optional.empty(),
                      reinforcement(training, from))));
    };
  }

  private ReinforcementStage reinforcement(ReinforcementSettings settings, Preferences from) {
    return new ReinforcementStage(
        settings,
        recipe.model().saveAs(),
        recipe.model().rows(),
        models.weights(from.slCai()),
        from.preferenceModel(),
        from.prompts());
  }

  private EvaluationStage comparison(
      List<ComparedModel> contenders,
      TrainedScorer preferenceModel,
      Artifact<Constitution> principles,
      Artifact<List<PromptItem>> prompts,
      Artifact<List<RevisionChain>> revisions) {
    return new EvaluationStage(
        recipe.evaluation(),
        recipe.feedback().yesNoForm(),
        FeedbackExamples.Files.of(recipe.examples()),
        recipe.report().examples(),
        contenders,
        models.askedFeedback(),
        preferenceModel,
        recipe.evaluation().humanComparisons().isEmpty()
            ? Optional.empty()
            : Optional.of(recipe.preference()),
        principles,
        prompts,
        revisions);
  }

  /// Direct preference optimisation compares SL-CAI's own answers, which people have not labelled.
  private boolean helpfulIsLabelledByModel() {
    return !helpfulIsLabelledByPeople() || recipe.makes(PolicyKind.DPO);
  }

  private boolean helpfulIsLabelledByPeople() {
    return recipe.preference().humanHelpfulness().isPresent();
  }
}

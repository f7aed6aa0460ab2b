package cai;

import cai.constitution.Constitution;
import cai.constitution.ConstitutionStage;
import cai.critique.CritiqueStage;
import cai.critique.RevisionChain;
import cai.evaluation.Contender;
import cai.evaluation.EvaluationStage;
import cai.evaluation.EvaluationStage.ComparedModel;
import cai.feedback.FeedbackExamples;
import cai.feedback.FeedbackStage;
import cai.finetuning.FinetuningStage;
import cai.language.local.LocalModels;
import cai.preference.PreferenceStage;
import cai.preference.TrainedScorer;
import cai.prompts.PromptItem;
import cai.prompts.PromptsStage;
import cai.reinforcement.ReinforcementStage;
import cai.report.ReportStage;
import cai.run.Artifact;
import cai.run.Making;
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
    var slCai =
        run.make(
            new FinetuningStage(
                recipe.finetuning(),
                saveAs,
                models.weights(helpful),
                critique.revisions(),
                critique.helpful()));

    // 3. SL-CAI answers in pairs; a feedback model says which answer fits a drawn principle better;
    //    a preference model learns its labels.
    var labels =
        run.make(
            new FeedbackStage(
                recipe.feedback(),
                FeedbackStage.FeedbackExampleFiles.of(examples),
                recipe.prompts().maxBadShare(),
                !helpfulIsLabelledByPeople(),
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

    // 4. Reinforcement learning against the preference model turns SL-CAI into RL-CAI.
    var rlCai =
        run.make(
            new ReinforcementStage(
                recipe.reinforcement(),
                saveAs,
                recipe.model().rows(),
                models.weights(slCai),
                preferenceModel,
                prompts));

    // 5. What changed, and by how much.
    var contenders =
        List.of(
            new ComparedModel(Contender.HELPFUL, models.asked(helpful)),
            new ComparedModel(Contender.SL_CAI, models.asked(slCai)),
            new ComparedModel(Contender.RL_CAI, models.asked(rlCai)));
    run.make(comparison(contenders, preferenceModel, principles, prompts, critique.revisions()));
    run.make(new ReportStage(recipe.report(), run.everything()));
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
        principles,
        prompts,
        revisions);
  }

  private boolean helpfulIsLabelledByPeople() {
    return recipe.preference().humanHelpfulness().isPresent();
  }
}

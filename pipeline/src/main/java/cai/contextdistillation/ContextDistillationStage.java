package cai.contextdistillation;

import cai.constitution.ComparisonPrinciple;
import cai.constitution.Constitution;
import cai.constitution.ConstitutionCost;
import cai.contextdistillation.ContextSettings.BelowLeast;
import cai.cost.Phase;
import cai.cost.PlannedModel;
import cai.cost.StageCost;
import cai.critique.CritiqueCost;
import cai.critique.RevisionChain;
import cai.errors.UserError;
import cai.feedback.FeedbackExamples;
import cai.feedback.FeedbackModel;
import cai.feedback.YesNoForm;
import cai.language.AskedModel;
import cai.language.Capability.Need;
import cai.language.YesNoQuestions;
import cai.prompts.PromptCounts;
import cai.prompts.PromptItem;
import cai.prompts.Split;
import cai.reinforcement.ReinforcementSettings;
import cai.reinforcement.ReinforcementStage;
import cai.run.Artifact;
import cai.run.Forecast;
import cai.run.Input;
import cai.run.Key;
import cai.run.Stage;
import cai.run.StageResult;
import cai.run.StageWord;
import cai.run.Workplace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Stage 7 with SL-CAI as its own teacher: reinforcement in which each token of the policy is
/// rewarded with what SL-CAI, shown a principle or a critique, thinks of it.
///
/// @param asked SL-CAI, which answers with and without the context before anything is trained
/// @param questions says which of these answers are safe
/// @param chains with their critiques; present where the teacher is shown critiques
/// @param reinforcement how the policy is sampled, trained, guarded and gauged
public record ContextDistillationStage(
    @Key("context-distillation") ContextSettings settings,
    AskedModel asked,
    SafetyQuestions questions,
    Artifact<Constitution> principles,
    Optional<Artifact<List<RevisionChain>>> chains,
    ReinforcementStage reinforcement)
    implements Stage<Artifact<Path>> {
  public ContextDistillationStage {
    questions.model().require(questions.needs());
  }

  /// The feedback model, asked which answers are safe.
  ///
  /// @param form of the questions
  /// @param examples shown before them
  public record SafetyQuestions(
      AskedModel model,
      @Key("feedback") YesNoForm form,
      @Key("examples") FeedbackExamples.Files examples)
      implements Input {
    private List<Need> needs() {
      return List.of(
          Need.of(
              "policy", "context-distillation", YesNoQuestions.needs(form.format(model.format()))));
    }
  }

  @Override
  public StageWord word() {
    return StageWord.REINFORCEMENT;
  }

  @Override
  public void make(Workplace place) {
    List<ComparisonPrinciple> all = principles.read().comparisonPrinciples();
    Optional<Map<String, String>> critiques =
        chains.map(one -> TeacherContext.critiques(one.read()));
    var context = new TeacherContext(all, critiques, settings.place(), place.seeds());
    FlipShare share = measured(place, context);
    place.note(share.sentence());
    if (share.isEnough()) {
      reinforcement.make(place, Optional.of(context::shown));
    } else if (settings.belowLeast() == BelowLeast.KEEP_SL_CAI) {
      place.note("that is too little to learn from: RL-CAI is SL-CAI");
      reinforcement.keep(place);
    } else {
      throw new UserError(
          "%s: %s; that is too little to learn from; choose another policy, another constitution or context-distillation.place, lower context-distillation.least-flips=%s, or set context-distillation.below-least=keep-sl-cai"
              .formatted(place.path(), share.sentence(), settings.leastFlips()));
    }
  }

  private FlipShare measured(Workplace place, TeacherContext context) {
    var gate =
        new FlipGate(
            settings,
            context,
            reinforcement.settings().answerTokens(),
            place.seeds(),
            place.progress());
    FeedbackExamples shown = questions.examples().read();
    return gate.measured(
        asked,
        questions.model(),
        model -> FeedbackModel.yesNo(model, questions.form(), shown),
        PromptItem.of(Split.TRAIN, reinforcement.prompts().read()),
        place.path());
  }

  /// The folder of RL-CAI.
  @Override
  public Artifact<Path> outputs(StageResult result) {
    return reinforcement.outputs(result);
  }

  @Override
  public StageCost cost(Forecast forecast, Artifact<Path> outputs) {
    PlannedModel model = forecast.model();
    PromptCounts counts = forecast.of(reinforcement.prompts(), PromptCounts.class);
    List<ComparisonPrinciple> known =
        forecast.of(principles, ConstitutionCost.ExpectedPrinciples.class).comparison();
    double context =
        chains
            .map(one -> forecast.of(one, CritiqueCost.Chains.class).critique())
            .orElseGet(() -> model.mean(known.stream().map(TeacherContext::text)));
    double asking =
        known.stream()
            .mapToInt(one -> one.positive().size() + one.negative().size())
            .average()
            .orElse(2);
    ReinforcementSettings training = reinforcement.settings();
    double answer = training.answerTokens();
    double prompt = counts.redTeamTokens();
    double asked = Math.min(settings.flipPrompts(), counts.redTeamTrain());
    double learnt = (double) training.steps() * training.answersPerStep();
    return reinforcement
        .cost(forecast, outputs)
        .with(
            List.of(
                // Both answers to each prompt, and the questions about them.
                Phase.sampling(asked * (2 * prompt + context), 2 * asked * answer),
                Phase.reading(2 * asked * asking * (prompt + answer + context)),
                // The teacher reads the policy's answers, behind the principle, with all layers.
                Phase.reading(learnt * (counts.longerTokens() + context + answer))));
  }
}

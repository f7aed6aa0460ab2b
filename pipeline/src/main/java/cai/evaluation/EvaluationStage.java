package cai.evaluation;

import cai.constitution.Constitution;
import cai.constitution.ConstitutionCost;
import cai.cost.StageCost;
import cai.critique.CritiqueCost;
import cai.critique.RevisionChain;
import cai.critique.ShownExamples;
import cai.evaluation.MeasuredAnswers.Gauges;
import cai.evaluation.gauges.AnswerReadings;
import cai.feedback.FeedbackCost;
import cai.feedback.FeedbackExamples;
import cai.feedback.YesNoForm;
import cai.language.AskedModel;
import cai.language.LanguageModel;
import cai.language.local.LocalModel;
import cai.preference.BaseModel;
import cai.preference.HumanPreference;
import cai.preference.PreferenceCost;
import cai.preference.PreferenceModel;
import cai.preference.PreferenceSettings;
import cai.preference.PreferenceValidation.Group;
import cai.preference.TrainedScorer;
import cai.prompts.PromptCounts;
import cai.prompts.PromptItem;
import cai.prompts.Split;
import cai.run.Artifact;
import cai.run.Forecast;
import cai.run.Input;
import cai.run.Key;
import cai.run.Stage;
import cai.run.StageResult;
import cai.run.StageWord;
import cai.run.Workplace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Stage 8: the models compared on prompts that none was trained on.
///
/// @param form of the questions that the feedback model is asked as a judge
/// @param examples shown before these questions
/// @param shownChains how many chains the report shows, which every model therefore answers
/// @param contenders the models that are compared
/// @param judge the feedback model
/// @param humanTraining how the preference model of people's comparisons is trained, where there
///   are some
public record EvaluationStage(
    @Key("evaluation") EvaluationSettings settings,
    @Key("feedback") YesNoForm form,
    @Key("examples") FeedbackExamples.Files examples,
    @Key("report.examples") int shownChains,
    List<ComparedModel> contenders,
    AskedModel judge,
    TrainedScorer preferenceModel,
    @Key("preference") Optional<PreferenceSettings> humanTraining,
    Artifact<Constitution> principles,
    Artifact<List<PromptItem>> prompts,
    Artifact<List<RevisionChain>> revisions)
    implements Stage<Artifact<Path>> {
  public EvaluationStage {
    contenders = List.copyOf(contenders);
    for (ComparedModel one : contenders) one.model().require(settings.needsOfContenders());
    judge.require(settings.needsOfJudge(form.format(judge.format())));
  }

  /// A contender with its weights.
  public record ComparedModel(Contender contender, AskedModel model) implements Input {}

  @Override
  public StageWord word() {
    return StageWord.EVALUATION;
  }

  @Override
  public void make(Workplace place) throws IOException {
    List<RevisionChain> chains = revisions.read();
    var judging =
        new EvaluationInputs.JudgeInputs(
            form, examples.read(), principles.read().comparisonPrinciples());
    var inputs =
        new EvaluationInputs(
            PromptItem.of(Split.HELD_OUT, prompts.read()),
            chains,
            ShownExamples.choose(chains, shownChains),
            judging);
    var work = new EvaluationWork(settings, inputs, place.seeds(), place.progress());
    var answers = new ArrayList<ModelAnswers>();
    for (ComparedModel one : contenders) answers.add(answers(work, one, place));
    AnswerReadings readings = readings(work, answers, place);
    AnswerScores judged = judged(work, answers, place);
    try (LocalModel base = preferenceModel.base().open()) {
      AnswerScores scored;
      try (PreferenceModel scorer = preferenceModel.open(base)) {
        scored = work.score(scorer, answers, place.path());
      }
      AnswerScores people = people(work, inputs.heldOut(), answers, base, place);
      EvaluationCounts counts =
          work.write(
              answers,
              new Gauges(judged, scored, readings, people),
              agreement(place.path()),
              place.path());
      place.counted(counts.answers(), counts.tokens());
    }
  }

  private static ModelAnswers answers(EvaluationWork work, ComparedModel one, Workplace place) {
    try (LanguageModel model = one.model().open()) {
      return work.answer(one.contender(), model, place.path());
    }
  }

  /// The first of the compared models is the one before any training.
  private AnswerReadings readings(
      EvaluationWork work, List<ModelAnswers> answers, Workplace place) {
    if (!settings.likelihoods()) return AnswerReadings.none();
    try (LanguageModel model = contenders.getFirst().model().open()) {
      return work.read(model, answers, place.path());
    }
  }

  private AnswerScores judged(EvaluationWork work, List<ModelAnswers> answers, Workplace place) {
    if (!settings.judge()) return AnswerScores.none();
    try (LanguageModel model = judge.open()) {
      return work.judge(model, answers, place.path());
    }
  }

  /// Scores by a preference model of people's comparisons; none where none are given.
  private AnswerScores people(
      EvaluationWork work,
      List<PromptItem> heldOut,
      List<ModelAnswers> answers,
      LocalModel base,
      Workplace place) {
    if (humanTraining.isEmpty()) return AnswerScores.none();
    var training =
        new HumanPreference(
            humanTraining.get(),
            BaseModel.of(base, preferenceModel.base().weights().hash()),
            place.seeds(),
            place.progress());
    try (PreferenceModel scorer =
        training.trained(
            HumanPreference.read(settings.humanComparisons()),
            settings.mostHumanComparisons(),
            heldOut,
            place.path().resolve(HumanPreference.FOLDER))) {
      return work.people(scorer, answers, place.path());
    }
  }

  private Optional<List<Group>> agreement(Path folder) {
    return humanTraining.map(
        _ -> HumanPreference.validation(folder.resolve(HumanPreference.FOLDER)).groups());
  }

  /// The folder of answers and summary.
  @Override
  public Artifact<Path> outputs(StageResult result) {
    return result.whole();
  }

  @Override
  public StageCost cost(Forecast forecast, Artifact<Path> outputs) {
    var expected = forecast.of(principles, ConstitutionCost.ExpectedPrinciples.class);
    var questions =
        FeedbackCost.yesNo(
            form.format(judge.format()),
            form.shots(),
            examples.yesNo(),
            expected.comparison(),
            forecast.model());
    var cost = EvaluationCost.measured(settings, questions, forecast.model());
    PromptCounts counts = forecast.of(prompts, PromptCounts.class);
    double depth = forecast.of(preferenceModel.model(), PreferenceCost.Layers.class).depth();
    int further = contenders.stream().mapToInt(one -> one.model().samplesPerAnswer() - 1).sum();
    return cost.of(
            contenders.stream().map(one -> one.contender().name()).toList(),
            counts,
            forecast.of(revisions, CritiqueCost.Chains.class).texts(),
            depth)
        .with(cost.candidates(further, counts, depth));
  }
}

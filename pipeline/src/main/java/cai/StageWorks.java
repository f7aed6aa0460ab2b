package cai;

import cai.constitution.Aim;
import cai.constitution.Constitution;
import cai.constitution.ConstitutionChanges;
import cai.constitution.ConstitutionLint;
import cai.constitution.ConstitutionStage;
import cai.critique.CritiqueCounts;
import cai.critique.CritiqueInputs;
import cai.critique.CritiqueSettings.LeadIns;
import cai.critique.CritiqueWork;
import cai.critique.Examples;
import cai.critique.HelpfulSample;
import cai.critique.RevisionChain;
import cai.dialogue.DialogueStyle;
import cai.errors.UserError;
import cai.evaluation.AnswerScores;
import cai.evaluation.Contender;
import cai.evaluation.EvaluationCounts;
import cai.evaluation.EvaluationInputs;
import cai.evaluation.EvaluationWork;
import cai.evaluation.ModelAnswers;
import cai.feedback.FeedbackCounts;
import cai.feedback.FeedbackExamples;
import cai.feedback.FeedbackInputs;
import cai.feedback.FeedbackWork;
import cai.feedback.ResponsePair;
import cai.finetuning.FinetuningWork;
import cai.json.JsonLines;
import cai.language.LanguageModel;
import cai.language.local.LocalModel;
import cai.preference.BaseModel;
import cai.preference.PreferenceCounts;
import cai.preference.PreferenceModel;
import cai.preference.PreferenceWork;
import cai.prompts.ExamplesSettings;
import cai.prompts.KnownComparisons;
import cai.prompts.PromptItem;
import cai.prompts.PromptsWork;
import cai.prompts.Split;
import cai.prompts.fewshots.FewShots;
import cai.reinforcement.ReinforcementWork;
import cai.report.ReportWork;
import cai.run.Run;
import cai.run.StageFolder;
import cai.run.StageWord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What each stage of a run works on: reads what earlier stages wrote, opens the models one at a
/// time, and says how much was done.
record StageWorks(Recipe recipe, Models models, Run run, Map<StageWord, StageFolder> done) {

  void constitution(StageFolder folder) throws IOException {
    Constitution constitution = new ConstitutionStage(recipe.constitution()).write(folder.path());
    int principles =
        constitution.critiquePrinciples().size() + constitution.comparisonPrinciples().size();
    run.putAside(StageWord.CONSTITUTION).ifPresent(before -> noteChanges(before, constitution));
    ConstitutionLint.warnings(constitution).forEach(this::noteOfConstitution);
    if (recipe.critique().leadIns() != LeadIns.NEVER)
      ConstitutionLint.withoutLeadIns(constitution).ifPresent(this::noteOfConstitution);
    folder.counted(principles, 0);
  }

  private void noteChanges(Path before, Constitution now) {
    try {
      ConstitutionChanges.between(ConstitutionStage.open(before), now)
          .forEach(this::noteOfConstitution);
    } catch (UserError e) {
      // What an earlier version wrote may have another layout.
      noteOfConstitution("what was there cannot be compared: " + e.getMessage());
    }
  }

  private void noteOfConstitution(String sentence) {
    run.progress().note("constitution: " + sentence);
  }

  void prompts(StageFolder folder) throws IOException {
    PromptsWork.Prompts prompts =
        new PromptsWork(recipe.prompts(), id -> run.seeds().seed("prompts", id), run.progress())
            .write(folder.path());
    prompts.notes().forEach(note -> run.progress().note("prompts: " + note));
    folder.counted(prompts.prompts().size(), 0);
  }

  void critique(StageFolder folder) {
    List<PromptItem> training = prompts(Split.TRAIN);
    ExamplesSettings examples = recipe.examples();
    var inputs =
        new CritiqueInputs(
            of(training, Aim.HARMLESSNESS),
            of(training, Aim.HELPFULNESS),
            constitution().critiquePrinciples(),
            FewShots.critiques(examples.critique()),
            FewShots.responses(examples.responses()),
            FewShots.yesNo(examples.yesNo()));
    try (LanguageModel model = asked(models.model())) {
      CritiqueCounts counts =
          new CritiqueWork(model, recipe.critique(), inputs, run.seeds(), run.progress())
              .run(folder.path());
      folder.counted(counts.chains() + counts.helpful(), counts.tokens());
    }
  }

  void finetuning(StageFolder folder) {
    try (LocalModel initial = initial()) {
      var stage = new FinetuningWork(recipe.finetuning(), initial, run.seeds(), run.progress());
      FinetuningWork.Counts counts =
          stage.run(
              folder.path(),
              chains(),
              JsonLines.read(
                  done.get(StageWord.CRITIQUE).file("helpful.jsonl"), HelpfulSample.class));
      folder.counted(counts.sequences(), counts.tokens());
    }
  }

  void feedback(StageFolder folder) {
    ExamplesSettings examples = recipe.examples();
    List<PromptItem> training = prompts(Split.TRAIN);
    var inputs =
        new FeedbackInputs(
            helpfulIsPaired(recipe) ? training : of(training, Aim.HARMLESSNESS),
            constitution().comparisonPrinciples(),
            feedbackExamples(),
            FewShots.responses(examples.responses()),
            KnownComparisons.read(
                    examples.known(), Aim.HARMLESSNESS, recipe.prompts().maxBadShare())
                .pairs());
    KnownComparisons.alsoAsked(inputs.known(), PromptsWork.open(done.get(StageWord.PROMPTS).path()))
        .ifPresent(sentence -> run.progress().note("feedback: " + sentence));
    var stage = new FeedbackWork(recipe.feedback(), inputs, run.seeds(), run.progress());
    List<ResponsePair> pairs;
    try (LanguageModel sampler = asked(slCai())) {
      pairs = stage.samplePairs(sampler, folder.path());
    }
    try (LanguageModel judge = asked(models.feedback())) {
      FeedbackCounts counts = stage.label(judge, pairs, folder.path());
      folder.counted(counts.comparisons(), counts.tokens());
    }
  }

  /// Whether helpful prompts are answered in pairs: where people have labelled helpfulness, the
  /// preference model learns from their comparisons and nobody would use ours.
  static boolean helpfulIsPaired(Recipe recipe) {
    return recipe.preference().humanHelpfulness().isEmpty();
  }

  void preference(StageFolder folder) {
    try (LocalModel initial = initial()) {
      PreferenceCounts counts =
          new PreferenceWork(recipe.preference(), base(initial), run.seeds(), run.progress())
              .run(
                  done.get(StageWord.FEEDBACK).file("comparisons.jsonl"),
                  prompts(Split.HELD_OUT),
                  folder.path());
      folder.counted(counts.comparisons(), counts.tokens());
    }
  }

  void reinforcement(StageFolder folder) {
    try (LocalModel start = open(slCai());
        LocalModel initial = initial();
        PreferenceModel scorer = scorer(initial)) {
      var stage =
          new ReinforcementWork(
              recipe.reinforcement(), start, recipe.model().rows(), run.seeds(), run.progress());
      int frozenLayers =
          recipe.reinforcement().trained(start.config().layers(), run.seeds()).from();
      var judge = ReinforcementWork.Judge.of(scorer, start, frozenLayers);
      ReinforcementWork.Counts counts = stage.run(folder.path(), prompts(Split.TRAIN), judge);
      folder.counted(counts.answers(), counts.tokens());
    }
  }

  void evaluation(StageFolder folder) {
    List<RevisionChain> chains = chains();
    var judging =
        new EvaluationInputs.Judging(
            recipe.feedback(), feedbackExamples(), constitution().comparisonPrinciples());
    var inputs =
        new EvaluationInputs(
            prompts(Split.HELD_OUT),
            chains,
            Examples.choose(chains, recipe.report().examples()),
            judging);
    var stage = new EvaluationWork(recipe.evaluation(), inputs, run.seeds(), run.progress());
    var answers = new ArrayList<ModelAnswers>();
    for (Contender contender : Contender.METHOD) answers.add(answers(stage, contender, folder));
    AnswerScores judged = judged(stage, answers, folder);
    try (LocalModel initial = initial();
        PreferenceModel scorer = scorer(initial)) {
      AnswerScores scored = stage.score(scorer, answers, folder.path());
      EvaluationCounts counts = stage.write(answers, judged, scored, folder.path());
      folder.counted(counts.answers(), counts.tokens());
    }
  }

  private ModelAnswers answers(EvaluationWork stage, Contender contender, StageFolder folder) {
    try (LanguageModel model = asked(weights(contender))) {
      return stage.answer(contender.name(), model, folder.path());
    }
  }

  private Path weights(Contender contender) {
    if (contender.equals(Contender.INITIAL)) return models.model();
    if (contender.equals(Contender.SL_CAI)) return slCai();
    return done.get(StageWord.REINFORCEMENT).file(ReinforcementWork.MODEL);
  }

  private AnswerScores judged(
      EvaluationWork stage, List<ModelAnswers> answers, StageFolder folder) {
    if (!recipe.evaluation().judge()) return AnswerScores.none();
    try (LanguageModel judge = asked(models.feedback())) {
      return stage.judge(judge, answers, folder.path());
    }
  }

  void report(StageFolder folder) {
    ReportWork.write(run.folder(), folder.path(), recipe.report());
    folder.counted(1, 0);
  }

  // --- models -------------------------------------------------------------------------------

  private LocalModel open(Path path) {
    DialogueStyle style = recipe.model().dialogue();
    ModelSettings settings = recipe.model();
    return LocalModel.open(
        path, models.arithmetic(), style, settings.specialTokensInText(), settings.saveAs().type());
  }

  private LanguageModel asked(Path path) {
    return OnDemandModel.of(() -> open(path), recipe.model().rows());
  }

  private LocalModel initial() {
    return open(models.model());
  }

  private Path slCai() {
    return done.get(StageWord.FINETUNING).file(FinetuningWork.MODEL);
  }

  private BaseModel base(LocalModel initial) {
    return new BaseModel(
        initial.config(),
        initial.files()::read,
        models.arithmetic(),
        initial.renderer(),
        models.modelHash());
  }

  private PreferenceModel scorer(LocalModel initial) {
    return PreferenceModel.open(
        done.get(StageWord.PREFERENCE).file(PreferenceModel.FOLDER),
        base(initial),
        recipe.preference().tokensAtOnce());
  }

  // --- what earlier stages wrote --------------------------------------------------------------

  private Constitution constitution() {
    return ConstitutionStage.open(done.get(StageWord.CONSTITUTION).path());
  }

  private List<PromptItem> prompts(Split split) {
    return PromptsWork.open(done.get(StageWord.PROMPTS).path()).stream()
        .filter(item -> item.split() == split)
        .toList();
  }

  private static List<PromptItem> of(List<PromptItem> prompts, Aim aim) {
    return prompts.stream().filter(item -> item.aim() == aim).toList();
  }

  private List<RevisionChain> chains() {
    return JsonLines.read(
        done.get(StageWord.CRITIQUE).file("revisions.jsonl"), RevisionChain.class);
  }

  private FeedbackExamples feedbackExamples() {
    ExamplesSettings examples = recipe.examples();
    return new FeedbackExamples(
        FewShots.feedback(examples.feedback()),
        FewShots.yesNo(examples.yesNo()),
        FewShots.reasoning(examples.reasoning()));
  }
}

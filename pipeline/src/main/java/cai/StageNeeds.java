package cai;

import cai.constitution.ConstitutionStage;
import cai.finetuning.FinetuningWork;
import cai.preference.PreferenceModel;
import cai.prompts.ExamplesSettings;
import cai.prompts.PromptsWork;
import cai.reinforcement.ReinforcementWork;
import cai.run.StageFolder;
import cai.run.StageWord;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What each stage reads, and so what has to change for it to be done again: settings of the
/// recipe, outputs of earlier stages, models. The names are those that the log uses.
///
/// @param model hash of the helpful-only model's content
/// @param feedbackModel hash of the feedback model's content
record StageNeeds(Recipe recipe, String model, String feedbackModel) {
  /// Names of parts of a stage's key, for the keys of its items.
  static final String MODEL = "model";

  static final String FEEDBACK_MODEL = "feedback model";

  /// Files or folders that a stage has written; all of them where the name is empty.
  record Output(StageWord stage, String name) {
    /// As the log names it.
    String title() {
      return name.isEmpty() ? "output of " + stage.word() : stage.word() + "/" + name;
    }

    String hash(StageFolder folder) {
      return name.isEmpty() ? folder.hash() : folder.hash(name);
    }
  }

  /// Sections and single settings by their keys in a recipe.
  Map<String, Object> settings(StageWord stage) {
    var read = new TreeMap<String, Object>();
    switch (stage) {
      case CONSTITUTION -> read.put("constitution", recipe.constitution());
      case PROMPTS -> read.put("prompts", recipe.prompts());
      case CRITIQUE -> {
        read.put("critique", recipe.critique());
        critiqueExamples(read);
        sampling(read);
      }
      case FINETUNING -> {
        read.put("finetuning", recipe.finetuning());
        read.put("model.save-as", recipe.model().saveAs());
        dialogue(read);
      }
      case FEEDBACK -> {
        read.put("feedback", recipe.feedback());
        read.put("preference.human-helpfulness is given", !StageWorks.helpfulIsPaired(recipe));
        read.put("prompts.max-bad-share", recipe.prompts().maxBadShare());
        feedbackExamples(read);
        read.put("examples.responses", recipe.examples().responses());
        read.put("examples.known", recipe.examples().known());
        sampling(read);
      }
      case PREFERENCE -> {
        read.put("preference", recipe.preference());
        dialogue(read);
      }
      case REINFORCEMENT -> {
        read.put("reinforcement", recipe.reinforcement());
        read.put("model.save-as", recipe.model().saveAs());
        read.put("preference.tokens-at-once", recipe.preference().tokensAtOnce());
        sampling(read);
      }
      case EVALUATION -> {
        read.put("evaluation", recipe.evaluation());
        read.put("feedback.yes-no-format", recipe.feedback().yesNoFormat());
        read.put("feedback.shots", recipe.feedback().shots());
        read.put("preference.tokens-at-once", recipe.preference().tokensAtOnce());
        read.put("report.examples", recipe.report().examples());
        feedbackExamples(read);
        sampling(read);
      }
      case REPORT -> read.put("report", recipe.report());
    }
    return read;
  }

  private void critiqueExamples(Map<String, Object> read) {
    ExamplesSettings examples = recipe.examples();
    read.put("examples.critique", examples.critique());
    read.put("examples.responses", examples.responses());
    read.put("examples.yes-no", examples.yesNo());
  }

  private void feedbackExamples(Map<String, Object> read) {
    ExamplesSettings examples = recipe.examples();
    read.put("examples.feedback", examples.feedback());
    read.put("examples.yes-no", examples.yesNo());
    read.put("examples.reasoning", examples.reasoning());
  }

  private void sampling(Map<String, Object> read) {
    read.put("model.rows", recipe.model().rows());
    dialogue(read);
  }

  private void dialogue(Map<String, Object> read) {
    read.put("model.dialogue", recipe.model().dialogue());
    read.put("model.special-tokens-in-text", recipe.model().specialTokensInText());
  }

  /// Outputs of earlier stages.
  List<Output> outputs(StageWord stage) {
    var constitution = new Output(StageWord.CONSTITUTION, ConstitutionStage.FILE);
    var prompts = new Output(StageWord.PROMPTS, PromptsWork.FILE);
    var revisions = new Output(StageWord.CRITIQUE, "revisions.jsonl");
    var comparisons = new Output(StageWord.FEEDBACK, "comparisons.jsonl");
    var slCai = new Output(StageWord.FINETUNING, FinetuningWork.MODEL);
    var scorer = new Output(StageWord.PREFERENCE, PreferenceModel.FOLDER);
    return switch (stage) {
      case CONSTITUTION, PROMPTS -> List.of();
      case CRITIQUE -> List.of(constitution, prompts);
      case FINETUNING -> List.of(revisions, new Output(StageWord.CRITIQUE, "helpful.jsonl"));
      case FEEDBACK -> List.of(constitution, prompts, slCai);
      // Held-out prompts decide only which human comparisons are left out.
      case PREFERENCE ->
          StageWorks.helpfulIsPaired(recipe) ? List.of(comparisons) : List.of(prompts, comparisons);
      case REINFORCEMENT -> List.of(prompts, slCai, scorer);
      case EVALUATION ->
          List.of(
              constitution,
              prompts,
              revisions,
              slCai,
              scorer,
              new Output(StageWord.REINFORCEMENT, ReinforcementWork.MODEL));
      case REPORT ->
          Arrays.stream(StageWord.values())
              .filter(one -> one != StageWord.REPORT)
              .map(one -> new Output(one, ""))
              .toList();
    };
  }

  /// Models that a stage opens besides those that other stages have made, by their content.
  Map<String, String> models(StageWord stage) {
    return switch (stage) {
      case CONSTITUTION, PROMPTS, REPORT -> Map.of();
      case CRITIQUE, FINETUNING, PREFERENCE, REINFORCEMENT -> Map.of(MODEL, model);
      case FEEDBACK -> Map.of(FEEDBACK_MODEL, feedbackModel);
      case EVALUATION -> Map.of(MODEL, model, FEEDBACK_MODEL, feedbackModel);
    };
  }
}

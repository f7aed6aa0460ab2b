package cai.report;

import cai.critique.HelpfulSample;
import cai.critique.RevisionChain;
import cai.evaluation.Answer;
import cai.evaluation.EvaluationSummary;
import cai.evaluation.RevisionScore;
import cai.feedback.Comparison;
import cai.feedback.KnownComparison;
import cai.feedback.LabelConfidence;
import cai.finetuning.FinetuningStep;
import cai.finetuning.FinetuningValidation;
import cai.json.Json;
import cai.json.JsonLines;
import cai.preference.PreferenceStep;
import cai.preference.PreferenceValidation;
import cai.reinforcement.Preflight;
import cai.reinforcement.ReinforcementOutcome;
import cai.reinforcement.ReinforcementStep;
import cai.reinforcement.ScoreScale;
import cai.run.StageRecord;
import cai.run.StageWord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything the report reads of a run folder. A file that is not there is an empty list or
/// Optional; a damaged one is an error that names it.
record RunFiles(
    String name,
    Tree manifest,
    Settings settings,
    Map<StageWord, Tree> stages,
    Principles principles,
    Texts texts,
    Training training,
    Labels labels,
    Evaluation evaluation) {

  /// Of the critique stage.
  record Texts(List<RevisionChain> chains, List<HelpfulSample> helpful) {}

  /// Of the three stages that train.
  record Training(
      List<FinetuningStep> finetuning,
      Optional<FinetuningValidation> finetuningValidation,
      List<PreferenceStep> preference,
      Optional<PreferenceValidation> preferenceValidation,
      Tree preferenceData,
      List<ReinforcementStep> reinforcement,
      Optional<ScoreScale> scale,
      Optional<Preflight> preflight,
      Optional<ReinforcementOutcome> outcome) {}

  /// Of the feedback stage.
  record Labels(
      List<Comparison> comparisons,
      List<KnownComparison> known,
      Optional<LabelConfidence> confidence) {}

  /// Of the evaluation stage.
  record Evaluation(
      List<Answer> answers,
      List<Answer> examples,
      List<RevisionScore> revisionScores,
      Optional<EvaluationSummary> summary) {}

  static RunFiles read(Path run) {
    var stages = new EnumMap<StageWord, Tree>(StageWord.class);
    for (StageWord stage : StageWord.values()) {
      Tree tree = Tree.read(run.resolve(stage.word()).resolve("stage.json"));
      if (!tree.isEmpty()) stages.put(stage, tree);
    }
    Tree manifest = Tree.read(run.resolve("manifest.json"));
    return new RunFiles(
        run.toAbsolutePath().normalize().getFileName().toString(),
        manifest,
        Settings.of(manifest),
        stages,
        new Principles(Tree.read(run.resolve("constitution/constitution.json"))),
        new Texts(
            lines(run, "critique/revisions.jsonl", RevisionChain.class),
            lines(run, "critique/helpful.jsonl", HelpfulSample.class)),
        training(run),
        new Labels(
            lines(run, "feedback/comparisons.jsonl", Comparison.class),
            lines(run, "feedback/calibration.jsonl", KnownComparison.class),
            value(run, "feedback/confidence.json", LabelConfidence.class)),
        new Evaluation(
            lines(run, "evaluation/answers.jsonl", Answer.class),
            lines(run, "evaluation/examples.jsonl", Answer.class),
            lines(run, "evaluation/revision-scores.jsonl", RevisionScore.class),
            summary(run)));
  }

  /// Why a stage has left nothing of a kind, in one sentence.
  String absence(StageWord stage, String what) {
    Tree record = stages.get(stage);
    if (record == null)
      return "The %s stage did not run, so there are no %s.".formatted(stage.word(), what);
    boolean finished = record.first("state").orElse("").equals(StageRecord.FINISHED);
    return finished
        ? "The %s stage finished without leaving any %s.".formatted(stage.word(), what)
        : "The %s stage was begun but has not finished; it has left no %s."
            .formatted(stage.word(), what);
  }

  private static Optional<EvaluationSummary> summary(Path run) {
    var answers = lines(run, "evaluation/answers.jsonl", Answer.class);
    return value(run, "evaluation/summary.json", EvaluationSummary.class)
        .map(summary -> EarlierSummary.countingPrompts(summary, answers));
  }

  private static Training training(Path run) {
    return new Training(
        lines(run, "finetuning/metrics.jsonl", FinetuningStep.class),
        value(run, "finetuning/validation.json", FinetuningValidation.class),
        lines(run, "preference/metrics.jsonl", PreferenceStep.class),
        value(run, "preference/validation.json", PreferenceValidation.class),
        Tree.read(run.resolve("preference/data.json")),
        lines(run, "reinforcement/metrics.jsonl", ReinforcementStep.class),
        value(run, "reinforcement/score-scale.json", ScoreScale.class),
        value(run, "reinforcement/preflight.json", Preflight.class),
        value(run, "reinforcement/outcome.json", ReinforcementOutcome.class));
  }

  private static <T> List<T> lines(Path run, String file, Class<T> type) {
    Path path = run.resolve(file);
    return Files.isRegularFile(path) ? JsonLines.read(path, type) : List.of();
  }

  private static <T> Optional<T> value(Path run, String file, Class<T> type) {
    Path path = run.resolve(file);
    return Files.isRegularFile(path) ? Optional.of(Json.read(path, type)) : Optional.empty();
  }
}

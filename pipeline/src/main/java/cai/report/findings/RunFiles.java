package cai.report.findings;

import cai.constitution.ComparisonPrinciple;
import cai.constitution.Constitution;
import cai.constitution.CritiquePrinciple;
import cai.critique.HelpfulSample;
import cai.critique.RevisionChain;
import cai.evaluation.Contender;
import cai.evaluation.EvaluationSummary;
import cai.evaluation.EvaluationSummary.ModelSummary;
import cai.evaluation.MeasuredAnswer;
import cai.evaluation.RevisionScore;
import cai.feedback.Comparison;
import cai.feedback.KnownComparison;
import cai.feedback.confidence.LabelConfidence;
import cai.files.FileFault;
import cai.finetuning.FinetuningStep;
import cai.finetuning.FinetuningValidation;
import cai.json.Json;
import cai.json.JsonLines;
import cai.preference.PreferenceCounts;
import cai.preference.PreferenceStep;
import cai.preference.PreferenceValidation;
import cai.provenance.Manifest;
import cai.provenance.StageRecord;
import cai.run.StageName;
import cai.run.StageWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Everything the report reads of a run folder, as the records that the stages wrote. A file that
/// is not there is an empty list or Optional; a damaged one is an error that names it.
///
/// @param name of the run: that of its folder
/// @param stages what was begun, other instances of a stage included
public record RunFiles(
    String name,
    Optional<Manifest> manifest,
    ReportedRecipe settings,
    SortedMap<StageName, StageRecord> stages,
    Optional<Constitution> constitution,
    CritiqueFiles texts,
    TrainingFiles training,
    FeedbackFiles labels,
    EvaluationFiles evaluation) {

  /// Files of the critique stage.
  public record CritiqueFiles(List<RevisionChain> chains, List<HelpfulSample> helpful) {}

  /// Files of the three stages that train.
  public record TrainingFiles(
      List<FinetuningStep> finetuning,
      Optional<FinetuningValidation> finetuningValidation,
      List<PreferenceStep> preference,
      Optional<PreferenceValidation> preferenceValidation,
      Optional<PreferenceCounts> preferenceData,
      List<PolicyFiles> policies) {
    /// The way in which the method's own RL-CAI was made.
    public PolicyFiles policy() {
      return policies.getFirst();
    }
  }

  /// Files of the feedback stage.
  public record FeedbackFiles(
      List<Comparison> comparisons,
      List<KnownComparison> known,
      Optional<LabelConfidence> confidence) {}

  /// Files of the evaluation stage.
  public record EvaluationFiles(
      List<MeasuredAnswer> answers,
      List<MeasuredAnswer> examples,
      List<RevisionScore> revisionScores,
      Optional<EvaluationSummary> summary) {

    /// The models compared, in the order in which evaluation lists them.
    public List<Contender> contenders() {
      Stream<String> summarised =
          summary.stream().flatMap(all -> all.models().stream()).map(ModelSummary::model);
      Stream<String> answering =
          Stream.concat(answers.stream(), examples.stream()).map(MeasuredAnswer::model);
      return Stream.concat(summarised, answering).distinct().map(Contender::named).toList();
    }
  }

  /// Reads a run's folder, finished or not.
  ///
  /// @throws cai.errors.UserError where a file is damaged
  public static RunFiles read(Path run) {
    Optional<Manifest> manifest = Manifest.read(run);
    return new RunFiles(
        run.toAbsolutePath().normalize().getFileName().toString(),
        manifest,
        manifest
            .map(
                one -> ReportedRecipe.of(one.settings(), run.resolve(Manifest.FILE) + ": settings"))
            .orElse(ReportedRecipe.NONE),
        stages(run),
        value(run, "constitution/constitution.json", Constitution.class),
        new CritiqueFiles(
            lines(run, "critique/revisions.jsonl", RevisionChain.class),
            lines(run, "critique/helpful.jsonl", HelpfulSample.class)),
        training(run),
        new FeedbackFiles(
            lines(run, "feedback/comparisons.jsonl", Comparison.class),
            lines(run, "feedback/calibration.jsonl", KnownComparison.class),
            value(run, "feedback/confidence.json", LabelConfidence.class)),
        evaluation(run));
  }

  private static SortedMap<StageName, StageRecord> stages(Path run) {
    var stages = new TreeMap<StageName, StageRecord>();
    try {
      for (StageName stage : StageName.allIn(run))
        StageRecord.read(run.resolve(stage.toString()))
            .ifPresent(record -> stages.put(stage, record));
    } catch (IOException e) {
      throw FileFault.unreadable(run, e);
    }
    return stages;
  }

  private static TrainingFiles training(Path run) {
    return new TrainingFiles(
        lines(run, "finetuning/metrics.jsonl", FinetuningStep.class),
        value(run, "finetuning/validation.json", FinetuningValidation.class),
        lines(run, "preference/metrics.jsonl", PreferenceStep.class),
        value(run, "preference/validation.json", PreferenceValidation.class),
        value(run, "preference/data.json", PreferenceCounts.class),
        PolicyFiles.allIn(run));
  }

  private static EvaluationFiles evaluation(Path run) {
    List<MeasuredAnswer> answers = lines(run, "evaluation/answers.jsonl", MeasuredAnswer.class);
    Path summary = run.resolve("evaluation/summary.json");
    return new EvaluationFiles(
        answers,
        lines(run, "evaluation/examples.jsonl", MeasuredAnswer.class),
        lines(run, "evaluation/revision-scores.jsonl", RevisionScore.class),
        Files.isRegularFile(summary)
            ? Optional.of(EvaluationSummary.read(summary, answers))
            : Optional.empty());
  }

  private static <T> List<T> lines(Path run, String file, Class<T> type) {
    Path path = run.resolve(file);
    return Files.isRegularFile(path) ? JsonLines.read(path, type) : List.of();
  }

  private static <T> Optional<T> value(Path run, String file, Class<T> type) {
    Path path = run.resolve(file);
    return Files.isRegularFile(path) ? Optional.of(Json.read(path, type)) : Optional.empty();
  }

  /// Why a stage has left nothing of a kind, in one sentence.
  public String absence(StageWord stage, String what) {
    StageRecord record = stages.get(StageName.of(stage));
    if (record == null)
      return "The %s stage did not run, so there are no %s.".formatted(stage.word(), what);
    return record.state().equals(StageRecord.FINISHED)
        ? "The %s stage finished without leaving any %s.".formatted(stage.word(), what)
        : "The %s stage was begun but has not finished; it has left no %s."
            .formatted(stage.word(), what);
  }

  /// What a critique principle asks to criticise; empty where the constitution is not known.
  public Optional<String> critiqueRequest(String principle) {
    return constitution.stream()
        .flatMap(all -> all.critiquePrinciples().stream())
        .filter(one -> one.id().equals(principle))
        .map(CritiquePrinciple::critiqueRequest)
        .findFirst();
  }

  /// What a comparison principle asks of two answers; empty where the constitution is not known.
  public Optional<String> question(String principle) {
    return constitution.stream()
        .flatMap(all -> all.comparisonPrinciples().stream())
        .filter(one -> one.id().equals(principle))
        .map(ComparisonPrinciple::question)
        .findFirst();
  }
}

package cai.feedback;

import cai.constitution.Aim;
import cai.constitution.Constitution;
import cai.constitution.ConstitutionCost;
import cai.cost.StageCost;
import cai.json.JsonLines;
import cai.language.AskedModel;
import cai.language.LanguageModel;
import cai.prompts.ExamplesSettings;
import cai.prompts.KnownComparisons;
import cai.prompts.KnownPair;
import cai.prompts.PromptCounts;
import cai.prompts.PromptItem;
import cai.prompts.PromptItem.PromptGroup;
import cai.prompts.Split;
import cai.prompts.fewshots.FewShots;
import cai.run.Artifact;
import cai.run.Forecast;
import cai.run.Key;
import cai.run.Seeds;
import cai.run.Stage;
import cai.run.StageResult;
import cai.run.StageWord;
import cai.run.Workplace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/// Stage 5: SL-CAI answers every prompt twice, and a feedback model says which answer agrees better
/// with a drawn principle.
///
/// @param maxBadShare of the rows of the known pairs
/// @param helpfulInPairs whether helpful prompts and look-alikes are answered too; where people
///   have labelled helpfulness, nobody would use these answers
/// @param slCai the model that answers
/// @param feedbackModel the model that compares answers
public record FeedbackStage(
    @Key("feedback") FeedbackSettings settings,
    @Key("examples") FeedbackExampleFiles examples,
    @Key("prompts.max-bad-share") double maxBadShare,
    @Key("helpful prompts are answered in pairs") boolean helpfulInPairs,
    AskedModel slCai,
    AskedModel feedbackModel,
    Artifact<Constitution> principles,
    Artifact<List<PromptItem>> prompts)
    implements Stage<Artifact<List<Comparison>>> {
  public FeedbackStage {
    slCai.require(settings.needsOfSampler(slCai.format()));
    feedbackModel.require(settings.needsOfFeedbackModel(feedbackModel.format()));
  }

  /// The worked examples that are shown before a question, and the pairs whose better answer is
  /// known, which calibrate the labels.
  ///
  /// @param exchanges shown before an answer in a transcript, at most
  public record FeedbackExampleFiles(
      Path responses, int exchanges, Path feedback, Path yesNo, Path reasoning, Path known) {
    /// The files that the stage reads of all examples.
    public static FeedbackExampleFiles of(ExamplesSettings examples) {
      return new FeedbackExampleFiles(
          examples.responses(),
          examples.exchanges(),
          examples.feedback(),
          examples.yesNo(),
          examples.reasoning(),
          examples.known());
    }

    FeedbackExamples ofQuestions() {
      return new FeedbackExamples.Files(feedback, yesNo, reasoning).read();
    }
  }

  @Override
  public StageWord word() {
    return StageWord.FEEDBACK;
  }

  @Override
  public void make(Workplace place) {
    List<PromptItem> all = prompts.read();
    List<PromptItem> training =
        compared(PromptItem.of(Split.TRAIN, all), settings.pairsPerGroup(), place.seeds());
    var inputs =
        new FeedbackInputs(
            helpfulInPairs ? training : PromptItem.of(Aim.HARMLESSNESS, training),
            principles.read().comparisonPrinciples(),
            examples.ofQuestions(),
            FewShots.responses(examples.responses(), examples.exchanges()),
            known());
    KnownComparisons.alsoAsked(inputs.known(), all).ifPresent(place::note);
    var work = new FeedbackWork(settings, inputs, place.seeds(), place.progress());
    List<ResponsePair> pairs;
    try (LanguageModel sampler = slCai.open()) {
      pairs = work.samplePairs(sampler, place.path());
    }
    try (LanguageModel labelling = feedbackModel.open()) {
      FeedbackCounts counts = work.label(labelling, pairs, place.path());
      place.counted(counts.comparisons(), counts.tokens());
    }
  }

  /// The prompts whose answers are compared, in their order.
  ///
  /// @param training prompts
  /// @param most of each group; 0 takes all
  static List<PromptItem> compared(List<PromptItem> training, int most, Seeds seeds) {
    if (most == 0) return training;
    var drawn = new HashSet<PromptItem>();
    for (PromptGroup group : PromptGroup.values()) {
      List<PromptItem> all = training.stream().filter(one -> one.group() == group).toList();
      Arrays.stream(seeds.shuffled("feedback", "compared/" + group, all.size()))
          .limit(most)
          .forEach(place -> drawn.add(all.get(place)));
    }
    return training.stream().filter(drawn::contains).toList();
  }

  @Override
  public Artifact<List<Comparison>> outputs(StageResult result) {
    return result.artifact("comparisons.jsonl", file -> JsonLines.read(file, Comparison.class));
  }

  /// What is expected of the labels.
  ///
  /// @param prompts that were answered, or could have been
  public record ExpectedLabels(PromptCounts prompts, FeedbackCost.Comparisons comparisons) {}

  @Override
  public StageCost cost(Forecast forecast, Artifact<List<Comparison>> outputs) {
    var expected = forecast.of(principles, ConstitutionCost.ExpectedPrinciples.class);
    PromptCounts all = forecast.of(prompts, PromptCounts.class);
    PromptCounts compared =
        settings.pairsPerGroup() == 0 ? all : all.withTrainAtMost(settings.pairsPerGroup());
    PromptCounts counts = helpfulInPairs ? compared : compared.withoutHelpfulTrain();
    var cost =
        FeedbackCost.measured(this, expected.comparison(), forecast.seeds(), forecast.model());
    forecast.expect(outputs, new ExpectedLabels(all, cost.comparisons(counts)));
    return cost.of(counts, Files.exists(examples.known()) ? known().size() : 0);
  }

  private List<KnownPair> known() {
    return KnownComparisons.read(examples.known(), Aim.HARMLESSNESS, maxBadShare).pairs();
  }
}

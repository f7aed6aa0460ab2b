package cai.critique;

import cai.constitution.Aim;
import cai.constitution.Constitution;
import cai.constitution.ConstitutionCost;
import cai.constitution.ConstitutionLint;
import cai.cost.StageCost;
import cai.critique.CritiqueSettings.LeadIns;
import cai.json.JsonLines;
import cai.language.AskedModel;
import cai.language.LanguageModel;
import cai.prompts.ExamplesSettings;
import cai.prompts.PromptCounts;
import cai.prompts.PromptItem;
import cai.prompts.Split;
import cai.prompts.fewshots.FewShots;
import cai.run.Artifact;
import cai.run.Forecast;
import cai.run.Key;
import cai.run.Stage;
import cai.run.StageResult;
import cai.run.StageWord;
import cai.run.Workplace;
import java.nio.file.Path;
import java.util.List;

/// Stage 3: the helpful-only model answers the red-team prompts, criticises its answers under drawn
/// principles and revises them. Helpful prompts and look-alikes are only answered.
///
/// @param helpful the helpful-only assistant, which also criticises and revises
public record CritiqueStage(
    @Key("critique") CritiqueSettings settings,
    @Key("examples") CritiqueExampleFiles examples,
    AskedModel helpful,
    Artifact<Constitution> principles,
    Artifact<List<PromptItem>> prompts)
    implements Stage<CritiqueStage.Outputs> {
  public CritiqueStage {
    helpful.require(settings.needs(helpful.format()));
  }

  /// The worked examples that are shown before a question.
  ///
  /// @param exchanges shown before a response in a transcript, at most
  public record CritiqueExampleFiles(Path critique, Path responses, Path yesNo, int exchanges) {
    /// The files that the stage reads of all examples.
    public static CritiqueExampleFiles of(ExamplesSettings examples) {
      return new CritiqueExampleFiles(
          examples.critique(), examples.responses(), examples.yesNo(), examples.exchanges());
    }
  }

  /// What the stage leaves.
  ///
  /// @param revisions a chain for each red-team prompt: response, critiques, revisions
  /// @param helpful answers to helpful prompts and look-alikes
  public record Outputs(
      Artifact<List<RevisionChain>> revisions, Artifact<List<HelpfulSample>> helpful) {}

  @Override
  public StageWord word() {
    return StageWord.CRITIQUE;
  }

  @Override
  public void make(Workplace place) {
    Constitution constitution = principles.read();
    if (settings.leadIns() != LeadIns.NEVER)
      ConstitutionLint.withoutLeadIns(constitution)
          .ifPresent(sentence -> place.progress().note("constitution: " + sentence));
    List<PromptItem> training = PromptItem.of(Split.TRAIN, prompts.read());
    var inputs =
        new CritiqueInputs(
            PromptItem.of(Aim.HARMLESSNESS, training),
            PromptItem.of(Aim.HELPFULNESS, training),
            constitution.critiquePrinciples(),
            FewShots.critiques(examples.critique()),
            FewShots.responses(examples.responses(), examples.exchanges()),
            FewShots.yesNo(examples.yesNo()));
    try (LanguageModel model = helpful.open()) {
      CritiqueCounts counts =
          new CritiqueWork(model, settings, inputs, place.seeds(), place.progress())
              .run(place.path());
      place.counted(counts.chains() + counts.helpful(), counts.tokens());
    }
  }

  @Override
  public Outputs outputs(StageResult result) {
    return new Outputs(
        result.artifact("revisions.jsonl", file -> JsonLines.read(file, RevisionChain.class)),
        result.artifact("helpful.jsonl", file -> JsonLines.read(file, HelpfulSample.class)));
  }

  @Override
  public StageCost cost(Forecast forecast, Outputs outputs) {
    var expected = forecast.of(principles, ConstitutionCost.ExpectedPrinciples.class);
    PromptCounts counts = forecast.of(prompts, PromptCounts.class);
    var cost =
        CritiqueCost.measured(
            settings, examples, helpful.format(), expected.critique(), forecast.model());
    forecast.expect(outputs.revisions(), cost.chains(counts));
    forecast.expect(outputs.helpful(), cost.helpfulSamples(counts));
    return cost.of(counts);
  }
}

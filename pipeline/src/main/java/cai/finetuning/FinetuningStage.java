package cai.finetuning;

import cai.cost.CountedTexts;
import cai.cost.StageCost;
import cai.critique.CritiqueCost;
import cai.critique.HelpfulSample;
import cai.critique.RevisionChain;
import cai.language.local.LocalModel;
import cai.language.local.LocalWeights;
import cai.language.local.ModelSettings.SaveAs;
import cai.run.Artifact;
import cai.run.Forecast;
import cai.run.Key;
import cai.run.Stage;
import cai.run.StageResult;
import cai.run.StageWord;
import cai.run.Workplace;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Stage 4: finetuned on its own revisions, the helpful-only model becomes SL-CAI. A control is
/// finetuned on something else.
///
/// @param saveAs type of the written weights
/// @param helpful the model that training starts from
/// @param revisions the last accepted text of each chain is learnt
/// @param helpfulSamples answers that are learnt too, so that the model stays helpful
/// @param control what is trained in place of SL-CAI; empty for SL-CAI itself
public record FinetuningStage(
    @Key("finetuning") FinetuningSettings settings,
    @Key("model.save-as") SaveAs saveAs,
    LocalWeights helpful,
    Artifact<List<RevisionChain>> revisions,
    Artifact<List<HelpfulSample>> helpfulSamples,
    Optional<Control> control)
    implements Stage<Artifact<Path>> {
  /// The stage of SL-CAI.
  public FinetuningStage(
      FinetuningSettings settings,
      SaveAs saveAs,
      LocalWeights helpful,
      Artifact<List<RevisionChain>> revisions,
      Artifact<List<HelpfulSample>> helpfulSamples) {
    this(settings, saveAs, helpful, revisions, helpfulSamples, Optional.empty());
  }

  /// The same stage for a control.
  public FinetuningStage of(Control trained) {
    return new FinetuningStage(
        settings, saveAs, helpful, revisions, helpfulSamples, Optional.of(trained));
  }

  @Override
  public StageWord word() {
    return StageWord.FINETUNING;
  }

  @Override
  public void make(Workplace place) {
    try (LocalModel model = helpful.open(saveAs)) {
      FinetuningWork.FinetuningCounts counts =
          new FinetuningWork(effective(), model, place.seeds(), place.progress())
              .run(place.path(), taught(), helpfulSamples.read());
      place.counted(counts.sequences(), counts.tokens());
    }
  }

  private FinetuningSettings effective() {
    return control.map(one -> one.settings(settings)).orElse(settings);
  }

  private List<RevisionChain> taught() {
    List<RevisionChain> revised = revisions.read();
    return control.map(one -> one.inPlaceOf(revised)).orElse(revised);
  }

  /// The folder of the trained model.
  @Override
  public Artifact<Path> outputs(StageResult result) {
    return result.folder(FinetuningWork.MODEL);
  }

  @Override
  public StageCost cost(Forecast forecast, Artifact<Path> outputs) {
    var cost = new FinetuningCost(effective(), forecast.model());
    forecast.expect(outputs, cost);
    CountedTexts samples = forecast.of(helpfulSamples, CountedTexts.class);
    CountedTexts revised = forecast.of(revisions, CritiqueCost.Chains.class).revisions();
    return cost.of(control.map(one -> one.inPlaceOf(revised)).orElse(revised), samples);
  }
}

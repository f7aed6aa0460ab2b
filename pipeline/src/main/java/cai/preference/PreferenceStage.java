package cai.preference;

import cai.cost.StageCost;
import cai.feedback.Comparison;
import cai.feedback.FeedbackStage;
import cai.language.local.LocalModel;
import cai.language.local.LocalWeights;
import cai.prompts.PromptItem;
import cai.prompts.Split;
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

/// Stage 6: a preference model learns from the labels of the feedback model, and from human labels
/// of helpfulness where there are some.
///
/// @param base the model whose lower layers the preference model reads
/// @param prompts given where human comparisons are learnt: what is held out decides only which of
///   these are left out
public record PreferenceStage(
    @Key("preference") PreferenceSettings settings,
    LocalWeights base,
    Artifact<List<Comparison>> comparisons,
    Optional<Artifact<List<PromptItem>>> prompts)
    implements Stage<TrainedScorer> {
  @Override
  public StageWord word() {
    return StageWord.PREFERENCE;
  }

  @Override
  public void make(Workplace place) {
    List<PromptItem> heldOut =
        prompts.map(all -> PromptItem.of(Split.HELD_OUT, all.read())).orElse(List.of());
    try (LocalModel model = base.open()) {
      PreferenceCounts counts =
          new PreferenceWork(
                  settings,
                  BaseModel.of(model, base.weights().hash()),
                  place.seeds(),
                  place.progress())
              .run(comparisons.path(), heldOut, place.path());
      place.counted(counts.comparisons(), counts.tokens());
    }
  }

  @Override
  public TrainedScorer outputs(StageResult result) {
    Artifact<Path> model = result.folder(PreferenceModel.FOLDER);
    return new TrainedScorer(model, base, settings.tokensAtOnce());
  }

  @Override
  public StageCost cost(Forecast forecast, TrainedScorer outputs) {
    var cost = new PreferenceCost(settings, forecast.model());
    forecast.expect(outputs.model(), cost.layers());
    var labels = forecast.of(comparisons, FeedbackStage.ExpectedLabels.class);
    return cost.of(labels.prompts(), labels.comparisons());
  }
}

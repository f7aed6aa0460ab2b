package cai.directpreference;

import cai.cost.StageCost;
import cai.feedback.Comparison;
import cai.feedback.FeedbackStage;
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

/// Stage 7 by direct preference optimisation: the labels of pairs turn SL-CAI into RL-CAI.
///
/// @param saveAs type of the written weights
/// @param slCai which training starts from and is held to
/// @param labels pairs of answers that are learnt from, with their soft labels
public record DirectPreferenceStage(
    @Key("direct-preference") DirectPreferenceSettings settings,
    @Key("model.save-as") SaveAs saveAs,
    LocalWeights slCai,
    Artifact<List<Comparison>> labels)
    implements Stage<Artifact<Path>> {
  /// Folder of the trained model, inside the stage's folder; that of every way to RL-CAI.
  private static final String MODEL = "rl-cai";

  @Override
  public StageWord word() {
    return StageWord.REINFORCEMENT;
  }

  @Override
  public void make(Workplace place) {
    try (LocalModel model = slCai.open(saveAs)) {
      DirectPreferenceWork.LearntPairs learnt =
          new DirectPreferenceWork(settings, model, place.seeds(), place.progress())
              .run(place.path(), place.path().resolve(MODEL), labels.read());
      place.counted(learnt.pairs(), learnt.tokens());
    }
  }

  /// The folder of RL-CAI.
  @Override
  public Artifact<Path> outputs(StageResult result) {
    return result.folder(MODEL);
  }

  @Override
  public StageCost cost(Forecast forecast, Artifact<Path> outputs) {
    var expected = forecast.of(labels, FeedbackStage.ExpectedLabels.class);
    return new DirectPreferenceCost(settings, forecast.model())
        .of(expected.prompts(), expected.comparisons());
  }
}

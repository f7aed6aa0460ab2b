package cai.reinforcement;

import cai.cost.StageCost;
import cai.dialogue.Dialogue;
import cai.finetuning.FinetuningCost;
import cai.language.local.LocalModel;
import cai.language.local.LocalWeights;
import cai.language.local.ModelSettings.SaveAs;
import cai.preference.PreferenceCost;
import cai.preference.PreferenceModel;
import cai.preference.TrainedScorer;
import cai.prompts.PromptCounts;
import cai.prompts.PromptItem;
import cai.prompts.Split;
import cai.run.Artifact;
import cai.run.Forecast;
import cai.run.Key;
import cai.run.Stage;
import cai.run.StageResult;
import cai.run.StageWord;
import cai.run.Workplace;
import cai.transformer.TrainedLayers;
import cai.transformer.decoder.Decoder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Stage 7: reinforcement learning against the preference model turns SL-CAI into RL-CAI.
///
/// @param saveAs type of the written weights
/// @param rows answers generated at once
/// @param slCai which the policy begins as and is held to
public record ReinforcementStage(
    @Key("reinforcement") ReinforcementSettings settings,
    @Key("model.save-as") SaveAs saveAs,
    @Key("model.rows") int rows,
    LocalWeights slCai,
    TrainedScorer preferenceModel,
    Artifact<List<PromptItem>> prompts)
    implements Stage<Artifact<Path>> {
  @Override
  public StageWord word() {
    return StageWord.REINFORCEMENT;
  }

  @Override
  public void make(Workplace place) {
    make(place, Optional.empty());
  }

  /// Trains, where the policy may learn from SL-CAI with more in its context.
  ///
  /// @param shown the conversation that the teacher sees in place of a prompt
  public void make(Workplace place, Optional<Function<PromptItem, Dialogue>> shown) {
    try (LocalModel slCaiModel = slCai.open(saveAs);
        LocalModel base = preferenceModel.base().open();
        PreferenceModel scorer = preferenceModel.open(base)) {
      int frozenLayers = settings.trained(slCaiModel.config().layers(), place.seeds()).from();
      var scoring = ReinforcementWork.ScoringModel.of(scorer, slCaiModel, frozenLayers);
      ReinforcementWork.ReinforcementCounts counts =
          new ReinforcementWork(settings, slCaiModel, rows, place.seeds(), place.progress())
              .run(place.path(), PromptItem.of(Split.TRAIN, prompts.read()), scoring, shown);
      place.counted(counts.answers(), counts.tokens());
    }
  }

  /// Writes SL-CAI as RL-CAI, where there is nothing to be learnt.
  public void keep(Workplace place) {
    try (LocalModel slCaiModel = slCai.open(saveAs);
        Decoder unchanged = slCaiModel.decoder(TrainedLayers.none())) {
      slCaiModel.writeTrained(place.path().resolve(ReinforcementWork.MODEL), unchanged);
    }
  }

  /// The folder of RL-CAI.
  @Override
  public Artifact<Path> outputs(StageResult result) {
    return result.folder(ReinforcementWork.MODEL);
  }

  @Override
  public StageCost cost(Forecast forecast, Artifact<Path> outputs) {
    PromptCounts counts = forecast.of(prompts, PromptCounts.class);
    var layers = forecast.of(preferenceModel.model(), PreferenceCost.Layers.class);
    double unchanged = forecast.of(slCai.weights(), FinetuningCost.class).unchanged();
    return new ReinforcementCost(settings, forecast.model()).of(counts, layers, unchanged);
  }
}

package cai.preference;

import cai.recipe.Setting;
import cai.run.Seeds;
import cai.transformer.TrainedLayers;
import java.nio.file.Path;
import java.util.Optional;

/// How the preference model is trained: the recipe's section `preference`.
public record PreferenceSettings(
    @Setting(
            value = "0.4",
            min = 0,
            minExclusive = true,
            max = 1,
            about = "depth of the layer whose states the head reads, as a share of the layers")
        double depth,
    @Setting(value = "mean", about = "which states of an answer the head reads: mean | last")
        Pooling pooling,
    @Setting(
            value = "0",
            min = 0,
            max = 1,
            about = "share of the layers below the head that is trained with it, from the top")
        double trainedShare,
    @Setting(
            value = "0",
            min = 0,
            max = 1024,
            about =
                "rank of adapters that are trained in place of those layers' weights (LoRA); 0"
                    + " trains the weights")
        int loraRank,
    @Setting(value = "20", min = 1, max = 10_000, about = "passes over the comparisons") int epochs,
    @Setting(
            value = "2e-3",
            min = 0,
            minExclusive = true,
            max = 1,
            about = "learning rate of AdamW, falling linearly to zero")
        double learningRate,
    @Setting(value = "32", min = 1, max = 65_536, about = "comparisons in an optimiser step")
        int batchSize,
    @Setting(
            value = "4096",
            min = 16,
            max = 1_048_576,
            about = "tokens computed at once; only memory, speed and last digits depend on it")
        int tokensAtOnce,
    @Setting(value = "1", min = 0, max = 1000, about = "AdamW's weight decay of the head")
        double weightDecay,
    @Setting(
            value = "1",
            min = 0,
            minExclusive = true,
            max = 100,
            about = "weight of harmlessness comparisons; helpfulness ones count 1")
        double harmlessnessWeight,
    @Setting(value = "0.2", min = 0, max = 0.5, about = "share of the conversations held out")
        double heldOutShare,
    @Setting(
            about =
                "human helpfulness comparisons, JSON lines of `chosen` and `rejected` dialogues;"
                    + " without it helpfulness is labelled by AI too")
        Optional<Path> humanHelpfulness,
    @Setting(value = "1000", min = 1, about = "at most so many of them") int humanComparisons) {

  /// Which states of an answer the head reads.
  public enum Pooling {
    MEAN,
    LAST
  }

  /// Layers of the decoder that are computed.
  public int layers(int all) {
    return Math.clamp(Math.round(all * depth), 1, all);
  }

  public PreferenceSettings {
    if (loraRank > 0 && trainedShare == 0)
      throw new IllegalArgumentException(
          "lora-rank=%d adapts no layer, because trained-share=0; raise trained-share or set lora-rank=0"
              .formatted(loraRank));
  }

  /// What of a decoder is trained.
  ///
  /// @param seeds for the values that adapters begin with
  public TrainedLayers trained(int layers, Seeds seeds) {
    int from = layers - (int) Math.round(layers * trainedShare);
    return new TrainedLayers(from, loraRank, seeds.seed("preference", "adapters"));
  }
}

package cai.finetuning;

import cai.recipe.Setting;
import cai.run.Seeds;
import cai.transformer.TrainedLayers;

/// How SL-CAI is trained: the recipe's section `finetuning`.
public record FinetuningSettings(
    @Setting(value = "1", min = 1, max = 20, about = "passes over the data") int epochs,
    @Setting(
            value = "5e-5",
            min = 0,
            minExclusive = true,
            max = 1,
            about = "peak learning rate of AdamW")
        double learningRate,
    @Setting(value = "2", min = 0, max = 100_000, about = "optimiser steps of linear warm-up")
        int warmupSteps,
    @Setting(value = "false", about = "whether the rate falls linearly to zero after the warm-up")
        boolean decay,
    @Setting(value = "8", min = 1, max = 65_536, about = "sequences in an optimiser step")
        int batchSize,
    @Setting(
            value = "2048",
            min = 16,
            max = 1_048_576,
            about = "tokens computed at once; only memory, speed and last digits depend on it")
        int tokensAtOnce,
    @Setting(
            value = "0.34",
            min = 0,
            minExclusive = true,
            max = 1,
            about = "share of the layers that is trained, from the top; 1 trains the embedding too")
        double trainedShare,
    @Setting(
            value = "0",
            min = 0,
            max = 1024,
            about =
                "rank of adapters that are trained in place of those layers' weights (LoRA); 0"
                    + " trains the weights")
        int loraRank,
    @Setting(value = "0", min = 0, max = 1, about = "AdamW's weight decay of matrices")
        double weightDecay,
    @Setting(
            value = "1",
            min = 0,
            minExclusive = true,
            max = 1000,
            about = "longest gradient; longer ones are shortened to it")
        double clipGradientNorm,
    @Setting(
            value = "0.1",
            min = 0,
            max = 0.5,
            about =
                "share of the conversations whose sequences are held out to measure the loss on")
        double heldOutShare,
    @Setting(
            value = "false",
            about =
                "whether helpful samples that decline, by phrases, are learnt too; else they are"
                    + " left out (paper: learnt)")
        boolean helpfulDeclines,
    @Setting(
            value = "self-distillation",
            about =
                "loss on helpful samples: likelihood (paper: the samples are learnt), or"
                    + " self-distillation (the distributions that the model had before training are"
                    + " kept)")
        HelpfulLoss helpfulLoss,
    @Setting(
            value = "2",
            min = 0,
            minExclusive = true,
            max = 1000,
            about = "self-distillation: weight of a token's divergence; a revision's token has 1")
        double divergenceWeight) {

  /// What is minimised on the tokens of helpful samples.
  public enum HelpfulLoss {
    /// The negative log-likelihood of the sampled tokens, as for revisions.
    LIKELIHOOD,
    /// The divergence of the distributions of the model from those before training, KL(model ||
    /// before).
    SELF_DISTILLATION
  }

  /// The same settings but for the loss on helpful samples.
  FinetuningSettings with(HelpfulLoss loss) {
    return new FinetuningSettings(
        epochs,
        learningRate,
        warmupSteps,
        decay,
        batchSize,
        tokensAtOnce,
        trainedShare,
        loraRank,
        weightDecay,
        clipGradientNorm,
        heldOutShare,
        helpfulDeclines,
        loss,
        divergenceWeight);
  }

  /// Whether helpful samples are self-distilled.
  boolean distils() {
    return helpfulLoss == HelpfulLoss.SELF_DISTILLATION;
  }

  /// What of a decoder is trained.
  ///
  /// @param seeds for the values that adapters begin with
  public TrainedLayers trained(int layers, Seeds seeds) {
    return TrainedLayers.upper(
        layers, trainedShare, loraRank, seeds.seed("finetuning", "adapters"));
  }
}

package cai.finetuning;

import cai.json.Absent;

/// One optimiser step of supervised finetuning: one line of `finetuning/metrics.jsonl`.
///
/// @param step from 1
/// @param epoch passes over the data so far, fractional
/// @param loss mean over the answer tokens of the step's batch, nats per token: the negative
///   log-likelihood of tokens that are learnt, and the weighted divergence of tokens that are
///   self-distilled
/// @param learningRate used in this step
/// @param gradientNorm L2 norm over all trained weights before clipping
/// @param tokens answer tokens of the batch (those the loss counts)
/// @param divergence KL(now || before training), without its weight: mean over the self-distilled
///   tokens, nats; 0 where there are none, and in lines of format 1
/// @param distilled number of self-distilled tokens; 0 in lines of format 1
public record FinetuningStep(
    String format,
    int step,
    double epoch,
    double loss,
    double learningRate,
    double gradientNorm,
    long tokens,
    @Absent("0") double divergence,
    @Absent("0") long distilled) {
  /// Format and version of the lines.
  public static final String FORMAT = "finetuning-step/2";
}

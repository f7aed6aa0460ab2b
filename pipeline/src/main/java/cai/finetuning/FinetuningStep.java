package cai.finetuning;

/// One optimiser step of supervised finetuning: one line of `finetuning/metrics.jsonl`.
///
/// @param step from 1
/// @param epoch passes over the data so far, fractional
/// @param loss mean negative log-likelihood over the answer tokens of the step's batch, nats per
///   token
/// @param learningRate used in this step
/// @param gradientNorm L2 norm over all trained weights before clipping
/// @param tokens answer tokens of the batch (those the loss counts)
public record FinetuningStep(
    String format,
    int step,
    double epoch,
    double loss,
    double learningRate,
    double gradientNorm,
    long tokens) {
  /// Format and version of the lines.
  public static final String FORMAT = "finetuning-step/1";
}

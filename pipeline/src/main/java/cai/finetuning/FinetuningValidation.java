package cai.finetuning;

/// The loss on sequences that are not trained on: `finetuning/validation.json`.
///
/// @param lossBefore of the initial model: mean negative log-likelihood over answer tokens, nats
///   per token
/// @param lossAfter of SL-CAI on the same tokens
/// @param sequences held out
/// @param tokens answer tokens in them
public record FinetuningValidation(
    String format, double lossBefore, double lossAfter, int sequences, long tokens) {
  /// Format and version of the file.
  public static final String FORMAT = "finetuning-validation/1";
}

package cai.finetuning;

import cai.json.Absent;

/// The loss on sequences that are not trained on: `finetuning/validation.json`.
///
/// @param lossBefore of the initial model: mean negative log-likelihood over answer tokens, nats
///   per token
/// @param lossAfter of SL-CAI on the same tokens
/// @param sequences held out
/// @param tokens answer tokens in them
/// @param cutOff number of answers, trained on and held out, that were cut off before their end, so
///   that the loss counts no end-of-text token after them; 0 in files of format 1, in which every
///   answer was closed
/// @param answers trained on and held out; 0 in files of format 1
public record FinetuningValidation(
    String format,
    double lossBefore,
    double lossAfter,
    int sequences,
    long tokens,
    @Absent("0") long cutOff,
    @Absent("0") long answers) {
  /// Format and version of the file.
  public static final String FORMAT = "finetuning-validation/2";
}

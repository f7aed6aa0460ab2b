package cai.finetuning;

import cai.sequence.AnswerRows;
import cai.sequence.LowerLayers;
import cai.sequence.MicroBatches;
import cai.sequence.TokenSequence;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.training.TokenLoss;
import cai.transformer.decoder.Decoder;
import cai.transformer.sequences.RecordedPass;
import java.util.Arrays;
import java.util.List;

/// The negative log-likelihood of answers, given their prompts. **Mask**: the answer's tokens and
/// the end-of-text token of answers that were not cut off.
///
/// @param tokensAtOnce bounds memory; the result does not depend on it
record SupervisedLoss(Decoder decoder, int tokensAtOnce) {

  /// Sum over tokens, nats, and how many there were.
  record Sum(double loss, long tokens) {
    double mean() {
      return tokens == 0 ? 0 : loss / tokens;
    }
  }

  /// Adds the gradient of the summed loss of a batch.
  Sum backward(List<TokenSequence> batch, LowerLayers lower) {
    double loss = 0;
    long tokens = 0;
    for (int[] part : MicroBatches.of(batch, tokensAtOnce)) {
      List<TokenSequence> some = Arrays.stream(part).mapToObj(batch::get).toList();
      AnswerRows rows = AnswerRows.of(some);
      try (var _ = TensorScope.inference()) {
        Tensor frozen = lower.stream(some, rows.sequences());
        RecordedPass recorded = decoder.sequences().recorded(frozen, rows.sequences());
        loss +=
            recorded.backward(
                rows.targets(1), (logProbabilities, _) -> logProbabilities.sum().neg());
      }
      tokens += rows.targets().length;
    }
    return new Sum(loss, tokens);
  }

  /// The summed loss without gradients.
  Sum of(List<TokenSequence> sequences) {
    double loss = 0;
    long tokens = 0;
    for (int[] part : MicroBatches.of(sequences, tokensAtOnce)) {
      AnswerRows rows = AnswerRows.of(Arrays.stream(part).mapToObj(sequences::get).toList());
      try (var _ = TensorScope.inference()) {
        for (float p : TokenLoss.logProbabilities(decoder, states(rows), rows.targets())) loss -= p;
      }
      tokens += rows.targets().length;
    }
    return new Sum(loss, tokens);
  }

  private Tensor states(AnswerRows rows) {
    int layers = decoder.config().layers();
    return decoder
        .head()
        .normalized(rows.pick(decoder.sequences().below(layers, rows.sequences())));
  }
}

package cai.finetuning;

import static java.util.stream.Collectors.partitioningBy;

import cai.sequence.AnswerRows;
import cai.sequence.MicroBatches;
import cai.sequence.TokenSequence;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.training.TokenLoss;
import cai.transformer.decoder.Decoder;
import cai.transformer.sequences.RecordedPass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The negative log-likelihood of answers, given their prompts; helpful answers may have the
/// divergence from a teacher in place of it. **Mask**: the answer's tokens and the end-of-text
/// token of answers that were not cut off.
///
/// @param tokensAtOnce bounds memory; the result does not depend on it
record SupervisedLoss(Decoder decoder, int tokensAtOnce) {

  /// Sum over tokens, nats, and how many there were.
  record Sum(double loss, long tokens) {
    double mean() {
      return tokens == 0 ? 0 : loss / tokens;
    }
  }

  /// The summed losses of a batch.
  ///
  /// @param likelihood negative log-likelihood of the answers that are learnt
  /// @param divergence from the teacher in the answers that are self-distilled
  record BatchSum(Sum likelihood, Sum divergence) {
    long tokens() {
      return likelihood.tokens() + divergence.tokens();
    }

    /// What is minimised, per token.
    double mean(double divergenceWeight) {
      double sum = likelihood.loss() + divergenceWeight * divergence.loss();
      return tokens() == 0 ? 0 : sum / tokens();
    }
  }

  /// Adds the gradient of the summed loss of a batch.
  BatchSum backward(List<TokenSequence> batch, TrainingSources sources) {
    double loss = 0;
    double divergence = 0;
    long learnt = 0;
    long distilled = 0;
    for (int[] part : MicroBatches.of(batch, tokensAtOnce)) {
      Map<Boolean, List<TokenSequence>> kinds =
          Arrays.stream(part).mapToObj(batch::get).collect(partitioningBy(sources::distils));
      var all = new ArrayList<>(kinds.get(false));
      all.addAll(kinds.get(true));
      AnswerRows rows = AnswerRows.of(all);
      int first = kinds.get(false).stream().mapToInt(TokenSequence::answerLength).sum();
      int count = rows.rows().length;
      try (var _ = TensorScope.inference()) {
        Tensor frozen = sources.lower().stream(all, rows.sequences());
        RecordedPass recorded = decoder.sequences().recorded(frozen, rows.sequences());
        RecordedPass.TwoSums sums =
            recorded.backward(
                rows.targets(1).range(0, first),
                (logProbabilities, _) -> logProbabilities.sum().neg(),
                sources.teaching(kinds.get(true), Arrays.copyOfRange(rows.rows(), first, count)));
        loss += sums.loss();
        divergence += sums.divergence();
      }
      learnt += first;
      distilled += count - first;
    }
    return new BatchSum(new Sum(loss, learnt), new Sum(divergence, distilled));
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

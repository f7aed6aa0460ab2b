package cai.directpreference;

import cai.directpreference.LabelledPair.ReferencedPair;
import cai.sequence.AnswerRows;
import cai.sequence.LowerLayers;
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
import java.util.stream.Stream;

/// The loss on a batch of pairs: the mean of [PairLoss] over the pairs, and the mean negative
/// log-likelihood over the tokens of the better answers. **Mask**: the answers' tokens and the
/// end-of-text token of answers that were not cut off.
///
/// Which of two answers is better is known only by a soft label, so in the second part both count,
/// each with the probability that it is the better one.
///
/// The loss of a pair depends on sums over whole answers, and the head computes a few rows at a
/// time. So the head is applied twice to what the layers made of the tokens: first for the sums,
/// which give each token a constant weight ([TokenWeights]), then for the gradient of the weighted
/// sum of log-probabilities, which is the gradient of the loss.
///
/// @param decoder whose layers are trained
record DirectPreferenceLoss(Decoder decoder, DirectPreferenceSettings settings) {

  /// The pairs with what the decoder, which is SL-CAI, says of them.
  List<ReferencedPair> referenced(List<LabelledPair> pairs, LowerLayers lower) {
    var referenced = new ArrayList<ReferencedPair>();
    for (List<LabelledPair> some : parts(pairs)) {
      List<TokenSequence> sequences = sequences(some);
      double[] sums = sums(sequences, lower);
      for (int i = 0; i < some.size(); i++)
        referenced.add(new ReferencedPair(some.get(i), sums[2 * i], sums[2 * i + 1]));
    }
    return referenced;
  }

  /// The loss without gradients.
  PairTally of(List<ReferencedPair> pairs, LowerLayers lower) {
    PairTally tally = PairTally.none();
    int from = 0;
    for (List<LabelledPair> part : parts(pairs.stream().map(ReferencedPair::pair).toList())) {
      List<ReferencedPair> some = pairs.subList(from, from += part.size());
      tally = tally.plus(tally(some, sums(sequences(part), lower)));
    }
    return tally;
  }

  /// Adds the gradient of the loss of a batch.
  PairTally backward(List<ReferencedPair> batch, LowerLayers lower) {
    double betterTokens = batch.stream().mapToDouble(one -> one.pair().betterTokens()).sum();
    var weights = new TokenWeights(settings, batch.size(), betterTokens);
    PairTally tally = PairTally.none();
    int from = 0;
    for (List<LabelledPair> part : parts(batch.stream().map(ReferencedPair::pair).toList())) {
      List<ReferencedPair> some = batch.subList(from, from += part.size());
      tally = tally.plus(backward(some, sequences(part), weights, lower));
    }
    return tally;
  }

  private PairTally backward(
      List<ReferencedPair> some,
      List<TokenSequence> sequences,
      TokenWeights weights,
      LowerLayers lower) {
    AnswerRows rows = AnswerRows.sharingPrompts(sequences);
    try (var _ = TensorScope.inference()) {
      Tensor frozen = lower.stream(sequences, rows.sequences());
      RecordedPass recorded = decoder.sequences().recorded(frozen, rows.sequences());
      double[] sums = sums(recorded.stream(), rows, sequences);
      float[] constant = weights.of(some, gaps(some, sums));
      recorded.backward(
          rows.targets(1),
          (logProbabilities, from) -> {
            int count = Math.toIntExact(logProbabilities.size(0));
            float[] own = Arrays.copyOfRange(constant, from, from + count);
            return logProbabilities.mul(Tensor.of(own, count)).sum();
          });
      return tally(some, sums);
    }
  }

  /// How much more the first answer of each pair has gained than the second.
  private static double[] gaps(List<ReferencedPair> pairs, double[] sums) {
    double[] gaps = new double[pairs.size()];
    for (int i = 0; i < gaps.length; i++)
      gaps[i] = sums[2 * i] - pairs.get(i).first() - (sums[2 * i + 1] - pairs.get(i).second());
    return gaps;
  }

  private PairTally tally(List<ReferencedPair> pairs, double[] sums) {
    PairTally tally = PairTally.none();
    for (int i = 0; i < pairs.size(); i++)
      tally = tally.plus(PairTally.of(pairs.get(i), sums[2 * i], sums[2 * i + 1], settings.beta()));
    return tally;
  }

  /// The log-probability of each answer as a whole, nats.
  private double[] sums(List<TokenSequence> sequences, LowerLayers lower) {
    AnswerRows rows = AnswerRows.sharingPrompts(sequences);
    int layers = decoder.config().layers();
    try (var _ = TensorScope.inference()) {
      Tensor frozen = lower.stream(sequences, rows.sequences());
      Tensor stream =
          decoder.sequences().carried(frozen, rows.sequences(), decoder.trainedFrom(), layers);
      return sums(stream, rows, sequences);
    }
  }

  private double[] sums(Tensor stream, AnswerRows rows, List<TokenSequence> sequences) {
    Tensor states = decoder.head().normalized(rows.pick(stream));
    float[] tokens = TokenLoss.logProbabilities(decoder, states, rows.targets());
    double[] sums = new double[sequences.size()];
    int at = 0;
    for (int i = 0; i < sums.length; i++)
      for (int t = 0; t < sequences.get(i).answerLength(); t++) sums[i] += tokens[at++];
    return sums;
  }

  /// Micro batches that keep both answers of a pair together.
  private List<List<LabelledPair>> parts(List<LabelledPair> pairs) {
    return MicroBatches.inOrder(pairs, LabelledPair::tokens, settings.tokensAtOnce());
  }

  private static List<TokenSequence> sequences(List<LabelledPair> pairs) {
    return pairs.stream().flatMap(one -> Stream.of(one.first(), one.second())).toList();
  }
}

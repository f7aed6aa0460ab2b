package cai.directpreference;

import cai.directpreference.LabelledPair.ReferencedPair;
import java.util.Arrays;
import java.util.List;

/// The slopes of the loss of a batch with respect to the log-probabilities of tokens. All tokens of
/// an answer have the same, because the loss depends on sums over answers.
///
/// @param pairs in the whole batch
/// @param betterTokens sum of [LabelledPair#betterTokens] over the whole batch
record TokenWeights(DirectPreferenceSettings settings, int pairs, double betterTokens) {

  /// One number for each token of the answers of some of the batch's pairs, first answer before
  /// second.
  ///
  /// @param gaps of the pairs, see [PairLoss]
  float[] of(List<ReferencedPair> some, double[] gaps) {
    int tokens = some.stream().mapToInt(one -> length(one.pair())).sum();
    float[] weights = new float[tokens];
    int at = 0;
    for (int i = 0; i < some.size(); i++) {
      LabelledPair pair = some.get(i).pair();
      double label = pair.probabilityFirst();
      double slope = PairLoss.of(gaps[i], label, settings.beta()).slope() / pairs;
      double supervised = betterTokens == 0 ? 0 : settings.sftWeight() / betterTokens;
      int second = at + pair.first().answerLength();
      int end = at + length(pair);
      Arrays.fill(weights, at, second, (float) (slope - supervised * label));
      Arrays.fill(weights, second, end, (float) (-slope - supervised * (1 - label)));
      at = end;
    }
    return weights;
  }

  private static int length(LabelledPair pair) {
    return pair.first().answerLength() + pair.second().answerLength();
  }
}

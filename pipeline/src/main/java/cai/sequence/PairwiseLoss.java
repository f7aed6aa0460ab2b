package cai.sequence;

import cai.tensor.Tensor;

/// The preference model's loss with soft labels: `-[p log sigma(r1 - r2) + (1 - p) log sigma(r2 -
/// r1)]`.
///
/// **Source**: paper section 4.1 ("normalized probabilities ... as the preference-model targets").
public final class PairwiseLoss {
  private PairwiseLoss() {}

  /// Weighted sum over pairs. **Shape**: all [pairs].
  ///
  /// @param probabilityFirst soft label: how probable it is that the first is better
  public static Tensor weighted(
      Tensor first, Tensor second, Tensor probabilityFirst, Tensor weights) {
    Tensor gap = first.sub(second);
    Tensor won = probabilityFirst.mul(gap.logSigmoid());
    Tensor lost = probabilityFirst.neg().add(1).mul(gap.neg().logSigmoid());
    return won.add(lost).mul(weights).sum().neg();
  }
}

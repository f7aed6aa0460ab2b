package cai.transformer.sequences;

import cai.tensor.DType;
import cai.tensor.Kernels;
import cai.tensor.Lanes;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.sequences.HeadLoss.LossAndFactors;
import cai.transformer.sequences.RowPieces.Piece;

/// A loss on the log-probabilities of the tokens that follow.
record LikelihoodTerm(RecordedPass.Targets targets, RecordedPass.RowLoss loss)
    implements HeadLoss.Term {
  /// Rows whose logits stay in the caches of a core.
  private static final int CACHED = 8;

  @Override
  public LossAndFactors replace(Tensor logits, int from) {
    int count = (int) logits.size(0);
    RecordedPass.Targets some = targets.range(from, count);
    double temperature = some.temperature();
    Tensor ids = Tensor.of(some.ids(), count, 1);
    Tensor chosen = Tensor.zeros(DType.FLOAT32, count, 1);
    // 1. Log-probabilities of the targets; and the logits are replaced by the negative gradient of
    // these: probability minus one for the target, probability for every other token.
    var pieces = new RowPieces(count, CACHED);
    Lanes.each(
        pieces.count(),
        number -> {
          Piece share = pieces.piece(number);
          slopes(share.of(logits), share.of(ids), share.of(chosen), temperature);
        });
    // 2. The loss and its slope with respect to each log-probability.
    Tensor leaf = chosen.view(count).detach().trained(true);
    try (var scope = TensorScope.training()) {
      Tensor sum = loss.of(leaf, from);
      sum.backward();
      Tensor slopes = scope.keep(leaf.gradient());
      return new LossAndFactors(
          sum.item(), scope.keep(slopes.mulInPlace(-1 / temperature).view(count, 1)));
    }
  }

  private static void slopes(Tensor logits, Tensor ids, Tensor chosen, double temperature) {
    Tensor own = logits.to(DType.FLOAT32);
    if (temperature != 1) own.mulInPlace(1 / temperature);
    Kernels.logSoftmax(own, own);
    chosen.copyInPlace(own.gather(1, ids));
    Kernels.expInPlace(own);
    Kernels.addAt(own, ids, -1);
    if (logits.type() != DType.FLOAT32) logits.copyInPlace(own);
  }
}

package cai.transformer.sequences;

import cai.tensor.DType;
import cai.tensor.Kernels;
import cai.tensor.Lanes;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.sequences.HeadLoss.LossAndFactors;
import cai.transformer.sequences.RowPieces.Piece;
import java.util.function.UnaryOperator;

/// The divergence of the rows' distributions from a teacher's, KL(rows || teacher): what the
/// teacher would never say costs most.
record DivergenceTerm(RecordedPass.Teaching teaching) implements HeadLoss.Term {
  /// Rows whose logits, the teacher's and their own, a lane has at the same time.
  private static final int CHUNK = 64;

  @Override
  public LossAndFactors replace(Tensor logits, int from) {
    int count = (int) logits.size(0);
    Tensor divergences = Tensor.zeros(DType.FLOAT32, count);
    try (var _ = TensorScope.inference()) {
      UnaryOperator<Tensor> head = teaching.head().get();
      Tensor states = teaching.states().narrow(0, from, count);
      var pieces = new RowPieces(count, CHUNK);
      Lanes.each(
          pieces.count(),
          number -> {
            Piece share = pieces.piece(number);
            Tensor teacher = head.apply(share.of(states));
            divergences(share.of(logits), teacher, share.of(divergences));
          });
    }
    return new LossAndFactors(
        divergences.sum().item(), Tensor.zeros(DType.FLOAT32, count, 1).add(teaching.weight()));
  }

  /// The gradient of the divergence with respect to the logit of a token is p (log p - log q - KL),
  /// with the row's probability p and the teacher's q.
  private static void divergences(Tensor logits, Tensor teacher, Tensor into) {
    Tensor own = logits.to(DType.FLOAT32);
    Tensor taught = teacher.to(DType.FLOAT32);
    Kernels.logSoftmax(own, own);
    Kernels.logSoftmax(taught, taught);
    Tensor ratios = own.sub(taught);
    Kernels.expInPlace(own);
    Tensor divergence = ratios.mul(own).sum(1);
    into.copyInPlace(divergence);
    own.mulInPlace(ratios.sub(divergence.unsqueeze(1)));
    if (logits.type() != DType.FLOAT32) logits.copyInPlace(own);
  }
}

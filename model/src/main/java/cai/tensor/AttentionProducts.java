package cai.tensor;

import cai.tensor.Attention.Attended;
import cai.tensor.Attention.Gradient;
import cai.tensor.Attention.Operands;

/// The gradient of attention in bf16 by plain matrix products, some queries at a time, because the
/// backward operation of LibTorch's fused kernel takes bf16 one number after the other. Scores are
/// fp32; all other factors are rounded to bf16.
///
/// **Source**: Dao et al. 2022 (FlashAttention), algorithm 4.
final class AttentionProducts {
  /// Queries of each head whose scores exist at the same time.
  private static final int ROWS = 256;

  private final Operands operands;
  private final Tensor wideKeys; // [columns, headWidth], scaled
  private final Tensor keys; // [columns, headWidth]
  private final Tensor values; // [columns, headWidth]
  private final Gradient sums;
  private final double scale;

  private AttentionProducts(Operands operands) {
    this.operands = operands;
    long[] shape = {operands.keys().size(2), operands.keys().size(3)};
    keys = operands.keys().reshape(shape);
    values = operands.values().reshape(shape);
    scale = 1 / Math.sqrt(shape[1]);
    wideKeys = keys.to(DType.FLOAT32).mul(scale);
    sums =
        new Gradient(
            Tensor.empty(DType.BFLOAT16, operands.queries().shape()),
            Tensor.zeros(DType.FLOAT32, shape),
            Tensor.zeros(DType.FLOAT32, shape));
  }

  static Gradient gradient(Tensor gradient, Operands operands, Attended attended) {
    var products = new AttentionProducts(operands);
    long time = operands.queries().size(2);
    for (long from = 0; from < time; from += ROWS) {
      long rows = Math.min(ROWS, time - from);
      try (var _ = TensorScope.inference()) {
        products.add(new QueryRange(from, rows), gradient, attended);
      }
    }
    Gradient sums = products.sums;
    return new Gradient(
        sums.queries(),
        sums.keys().view(operands.keys().shape()),
        sums.values().view(operands.values().shape()));
  }

  /// Some of the queries, in all heads.
  private record QueryRange(long from, long rows) {
    /// **Shape**: [1, heads, time, width] gives [heads * rows, width].
    Tensor of(Tensor tensor) {
      return tensor.narrow(2, from, rows).reshape(tensor.size(1) * rows, tensor.size(3));
    }
  }

  private void add(QueryRange range, Tensor gradient, Attended attended) {
    long columns = operands.causal() ? range.from + range.rows : keys.size(0);
    Tensor own = range.of(operands.queries());
    Tensor ofMixed = range.of(gradient);
    Tensor shares = shares(range, own, attended, columns); // P
    Tensor meant = range.of(attended.mixed()).to(DType.FLOAT32).mul(ofMixed).sum(1).unsqueeze(1);
    Tensor ofShares = ofMixed.matmul(values.narrow(0, 0, columns).transpose(0, 1)); // dP
    Tensor ofScores = // dS
        ofShares
            .to(DType.FLOAT32)
            .subInPlace(meant)
            .mulInPlace(shares)
            .mulInPlace(scale)
            .to(DType.BFLOAT16);
    Tensor rounded = shares.to(DType.BFLOAT16);
    sums.values().narrow(0, 0, columns).addInPlace(rounded.transpose(0, 1).matmul(ofMixed));
    sums.keys().narrow(0, 0, columns).addInPlace(ofScores.transpose(0, 1).matmul(own));
    long heads = operands.queries().size(1);
    sums.queries()
        .narrow(2, range.from, range.rows)
        .copyInPlace(
            ofScores.matmul(keys.narrow(0, 0, columns)).view(1, heads, range.rows, keys.size(1)));
  }

  /// The softmax: how much each query takes of the value of each column. **Shape**: [heads * rows,
  /// columns], fp32.
  private Tensor shares(QueryRange range, Tensor own, Attended attended, long columns) {
    long heads = operands.queries().size(1);
    Tensor sums = // by query
        attended.logSumExp().narrow(2, range.from, range.rows).reshape(heads * range.rows, 1);
    Tensor shares =
        own.to(DType.FLOAT32)
            .matmul(wideKeys.narrow(0, 0, columns).transpose(0, 1))
            .subInPlace(sums);
    Kernels.expInPlace(shares);
    if (operands.causal())
      Kernels.clearAboveDiagonal(
          shares.view(heads, range.rows, columns).narrow(2, range.from, range.rows));
    return shares;
  }
}

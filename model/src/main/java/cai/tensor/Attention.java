package cai.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.global.torch;

/// Attention of queries to keys, scores divided by the root of headWidth, by LibTorch's fused
/// kernel. Nothing is recorded for gradients; [#gradient] is the backward operation.
///
/// **Shape**: queries [batch, heads, time, headWidth]; keys and values [batch, heads, columns,
/// headWidth], all of one type; masks and normalisers are fp32. Keys and values may have fewer
/// heads than queries: each of their heads then serves a group of neighbouring query heads.
public final class Attention {
  private static final Operator FORWARD =
      new Operator("aten::_scaled_dot_product_flash_attention_for_cpu");
  private static final Operator BACKWARD =
      new Operator("aten::_scaled_dot_product_flash_attention_for_cpu_backward");

  /// Fewer queries or keys in bf16 are not multiplied by AMX, but one number after the other.
  private static final int FEWEST_IN_BF16 = 64;

  private Attention() {}

  /// The result of attention, with the normalisers that are needed to join it with attention to
  /// other keys.
  ///
  /// @param mixed the values, weighted by the softmax of the scores // [batch, heads, time,
  ///   headWidth]
  /// @param logSumExp logarithm of the normaliser of each query's softmax // [batch, heads, time]
  public record Attended(Tensor mixed, Tensor logSumExp) {
    /// The result of attention to the keys of both.
    public Attended joined(Attended other) {
      Tensor gap = logSumExp.sub(other.logSumExp);
      return new Attended(mixedWith(other), logSumExp.sub(gap.logSigmoid()));
    }

    /// The weighted values of attention to the keys of both, fp32.
    ///
    /// The share is computed by an exponential and not by a sigmoid: LibTorch computes the sigmoid
    /// of the last few numbers of an array by another formula than the others, so their last bits
    /// would depend on the length of the array.
    public Tensor mixedWith(Attended other) {
      Tensor share = logSumExp.sub(other.logSumExp).exp().add(1).reciprocal().unsqueeze(-1);
      return mixed.to(DType.FLOAT32).towards(other.mixed.to(DType.FLOAT32), share);
    }
  }

  /// Attention in which each query sees all keys that the mask does not hide.
  ///
  /// @param mask added to the scores // [batch, 1, time, columns]
  public static Attended full(Tensor queries, Tensor keys, Tensor values, Optional<Tensor> mask) {
    return attended(queries, keys, values, false, mask);
  }

  /// Sizes of the blocks of queries in which LibTorch's kernel multiplies: 32 in a call of fewer
  /// than 192 queries, 64 in a call of fewer than 768. The last bits of a query's result depend on
  /// the size of its block, because products of other sizes are computed by other kernels.
  public enum Blocks {
    /// For few queries.
    SMALL(32, 32, 160),
    /// For many.
    LARGE(64, 192, 704);

    private final int size;
    private final int fewest; // queries of a call
    private final int most;

    Blocks(int size, int fewest, int most) {
      this.size = size;
      this.fewest = fewest;
      this.most = most;
    }
  }

  /// [#full] in such a way that the result of a query has the same bits whatever other queries are
  /// in the call, and however many: queries are filled up to whole blocks, and all calls have
  /// blocks of one size.
  public static Attended steady(
      Tensor queries, Tensor keys, Tensor values, Optional<Tensor> mask, Blocks blocks) {
    if (!SameRows.AT_ALL_PLACES)
      return byPackedProducts(wide(queries), wide(keys), wide(values), mask);
    if (queries.type() != DType.BFLOAT16) return inBlocks(queries, keys, values, mask, blocks);
    if (keys.size(2) < FEWEST_IN_BF16)
      return inBlocks(wide(queries), wide(keys), wide(values), mask, blocks);
    // AMX gives a query the same bits wherever it stands, but LibTorch uses AMX only where each
    // thread has enough queries.
    long fewest = (long) FEWEST_IN_BF16 * torch.get_num_threads();
    return filledUp(queries, keys, values, mask, Math.max(fewest, queries.size(2)));
  }

  /// Attention without LibTorch's fused kernel, for machines on which the results of that kernel
  /// depend on the place of a query among the others.
  private static Attended byPackedProducts(
      Tensor queries, Tensor keys, Tensor values, Optional<Tensor> mask) {
    long heads = queries.size(1);
    long rows = queries.size(2);
    long width = queries.size(3);
    Tensor mixed = Tensor.empty(DType.FLOAT32, 1, heads, rows, width);
    Tensor sums = Tensor.empty(DType.FLOAT32, 1, heads, rows);
    for (long head = 0; head < heads; head++)
      try (var _ = TensorScope.inference()) {
        Tensor own = matrix(queries, head).mul(1 / Math.sqrt(width));
        Tensor scores = PackedMatrix.passing(matrix(keys, head).contiguous()).products(own);
        if (mask.isPresent()) scores.addInPlace(matrix(mask.get(), 0));
        Tensor sum = scores.logSumExp(1);
        scores.subInPlace(sum.view(rows, 1));
        Kernels.expInPlace(scores);
        Tensor turned = matrix(values, head).transpose(0, 1).contiguous();
        mixed
            .narrow(1, head, 1)
            .view(rows, width)
            .copyInPlace(PackedMatrix.passing(turned).products(scores));
        sums.narrow(1, head, 1).view(rows).copyInPlace(sum.view(rows));
      }
    return new Attended(mixed, sums);
  }

  /// **Shape**: [1, heads, n, m] gives [n, m].
  private static Tensor matrix(Tensor tensor, long head) {
    return tensor.narrow(1, head, 1).reshape(tensor.size(2), tensor.size(3));
  }

  private static Attended inBlocks(
      Tensor queries, Tensor keys, Tensor values, Optional<Tensor> mask, Blocks blocks) {
    long rows = queries.size(2);
    int all = Math.toIntExact(Math.ceilDiv(rows, (long) blocks.size));
    int calls = Math.ceilDiv(all * blocks.size, blocks.most);
    if (calls == 1)
      return filledUp(
          queries, keys, values, mask, Math.max(blocks.fewest, (long) all * blocks.size));
    var parts = new ArrayList<Attended>();
    for (int call = 0; call < calls; call++) {
      long from = Lanes.begin(all, call, calls) * blocks.size;
      long filled = Lanes.begin(all, call + 1, calls) * blocks.size - from;
      long some = Math.min(filled, rows - from);
      parts.add(
          filledUp(
              queries.narrow(2, from, some),
              keys,
              values,
              mask.map(one -> one.narrow(2, from, some)),
              filled));
    }
    return new Attended(
        Tensor.concatenate(parts.stream().map(Attended::mixed).toList(), 2),
        Tensor.concatenate(parts.stream().map(Attended::logSumExp).toList(), 2));
  }

  /// Fused attention with queries of zero appended, up to `filled` queries.
  private static Attended filledUp(
      Tensor queries, Tensor keys, Tensor values, Optional<Tensor> mask, long filled) {
    long rows = queries.size(2);
    if (rows == filled) return fused(queries, keys, values, false, mask);
    Attended all =
        fused(
            filledUp(queries, filled), keys, values, false, mask.map(one -> filledUp(one, filled)));
    return new Attended(all.mixed().narrow(2, 0, rows), all.logSumExp().narrow(2, 0, rows));
  }

  private static Tensor filledUp(Tensor rows, long filled) {
    long[] shape = rows.shape();
    shape[2] = filled - shape[2];
    return Tensor.concatenate(List.of(rows, Tensor.zeros(rows.type(), shape)), 2);
  }

  /// Causal attention: the query at position t sees keys 0 to t.
  public static Attended causal(Tensor queries, Tensor keys, Tensor values) {
    return attended(queries, keys, values, true, Optional.empty());
  }

  private static Attended attended(
      Tensor queries, Tensor keys, Tensor values, boolean causal, Optional<Tensor> mask) {
    boolean few = Math.min(queries.size(2), keys.size(2)) < FEWEST_IN_BF16;
    if (few && queries.type() == DType.BFLOAT16)
      return fused(wide(queries), wide(keys), wide(values), causal, mask);
    return fused(queries, keys, values, causal, mask);
  }

  private static Attended fused(
      Tensor queries, Tensor keys, Tensor values, boolean causal, Optional<Tensor> mask) {
    var results =
        FORWARD.call(
            2,
            new IValue(queries.handle()),
            new IValue(keys.handle()),
            new IValue(values.handle()),
            new IValue(0.0),
            new IValue(causal),
            mask.map(one -> new IValue(one.handle())).orElseGet(IValue::new),
            new IValue());
    return new Attended(results.get(0), results.get(1));
  }

  private static Tensor wide(Tensor tensor) {
    return tensor.to(DType.FLOAT32);
  }

  /// Gradients of attention, each of the shape of its operand. The gradient of the queries has
  /// their type; the gradients of keys and values are fp32.
  public record Gradient(Tensor queries, Tensor keys, Tensor values) {}

  /// The operands of attention: the query heads that share a key head, and that head.
  ///
  /// @param queries // [1, heads, time, headWidth]
  /// @param keys // [1, 1, columns, headWidth]
  /// @param values // [1, 1, columns, headWidth]
  /// @param causal as [#causal], else as [#full] without a mask
  public record Operands(Tensor queries, Tensor keys, Tensor values, boolean causal) {}

  /// The gradient of attention.
  ///
  /// @param gradient of the weighted values // [1, heads, time, headWidth]
  /// @param attended result of these queries for all keys that they saw: the given ones, and others
  ///   whose results were joined
  public static Gradient gradient(Tensor gradient, Operands operands, Attended attended) {
    return operands.queries().type() == DType.BFLOAT16
        ? AttentionProducts.gradient(gradient, operands, attended)
        : fused(gradient, operands, attended);
  }

  private static Gradient fused(Tensor gradient, Operands operands, Attended attended) {
    long heads = operands.queries().size(1);
    Tensor keys = operands.keys();
    long[] shape = {1, heads, keys.size(2), keys.size(3)};
    var results =
        BACKWARD.call(
            3,
            new IValue(gradient.handle()),
            new IValue(operands.queries().handle()),
            new IValue(keys.expand(shape).handle()),
            new IValue(operands.values().expand(shape).handle()),
            new IValue(attended.mixed().handle()),
            new IValue(attended.logSumExp().handle()),
            new IValue(0.0),
            new IValue(operands.causal()),
            new IValue(),
            new IValue());
    return new Gradient(
        results.get(0), results.get(1).sum(1).unsqueeze(1), results.get(2).sum(1).unsqueeze(1));
  }
}

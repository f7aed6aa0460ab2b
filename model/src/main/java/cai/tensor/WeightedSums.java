package cai.tensor;

import org.bytedeco.pytorch.IValue;

/// Weighted sums of some rows of a table, many at once, by FBGEMM's kernel for embeddings, which
/// keeps a sum in registers while it reads the rows where they lie. For sums of a few hundred rows
/// it is several times as fast as a matrix product, which would copy them first.
public final class WeightedSums {
  private static final Operator SUMS = new Operator("aten::_embedding_bag_forward_only");
  private static final long SUM = 0;
  private static final long NO_PADDING = -1;

  private WeightedSums() {}

  /// The rows of a table that enter each sum.
  ///
  /// @param rows numbers of the rows, sum by sum // [n]
  /// @param starts where each sum begins among these, and last n // [sums + 1]
  public record ChosenRows(Tensor rows, Tensor starts) {
    /// Rows for sums of `each` rows.
    public static ChosenRows equal(long[] rows, int each) {
      long[] starts = new long[rows.length / each + 1];
      for (int i = 0; i < starts.length; i++) starts[i] = (long) i * each;
      return new ChosenRows(Tensor.of(rows, rows.length), Tensor.of(starts, starts.length));
    }
  }

  /// The sums, without gradients. **Shape**: table [rows, width], weights [n] gives [sums, width],
  /// fp32.
  public static Tensor of(Tensor table, ChosenRows choice, Tensor weights) {
    boolean scaleByFrequency = false;
    boolean sparse = false;
    boolean lastStartIsEnd = true;
    return SUMS.call(
            1,
            new IValue(table.handle()),
            new IValue(choice.rows().handle()),
            new IValue(choice.starts().handle()),
            new IValue(scaleByFrequency),
            new IValue(SUM),
            new IValue(sparse),
            new IValue(weights.handle()),
            new IValue(lastStartIsEnd),
            new IValue(NO_PADDING))
        .getFirst();
  }
}

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

  /// Which rows make which sum.
  ///
  /// @param rows of the table, sum by sum // [n]
  /// @param starts of the sums among these, and behind them n // [sums + 1]
  public record Choice(Tensor rows, Tensor starts) {
    /// Sums of equally many rows.
    public static Choice equal(long[] rows, int each) {
      long[] starts = new long[rows.length / each + 1];
      for (int i = 0; i < starts.length; i++) starts[i] = (long) i * each;
      return new Choice(Tensor.of(rows, rows.length), Tensor.of(starts, starts.length));
    }
  }

  /// Without gradients. **Shape**: table [rows, width], weights [n] gives [sums, width], fp32.
  public static Tensor of(Tensor table, Choice choice, Tensor weights) {
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

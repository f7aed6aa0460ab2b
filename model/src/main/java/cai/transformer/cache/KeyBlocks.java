package cai.transformer.cache;

import cai.tensor.Attention.Attended;
import cai.tensor.DType;
import cai.tensor.Kernels;
import cai.tensor.Tensor;
import cai.tensor.TensorRows;
import cai.tensor.TensorScope;
import cai.tensor.WeightedSums;
import cai.transformer.ModelConfig;

/// Keys and values of one layer in the layout that a sampling step reads fastest: one new token of
/// each of many sequences.
///
/// Keys are transposed within blocks of [#COLUMNS] columns. A block has one row for each number of
/// each key head, so that the scores of its columns are a sum of these rows, weighted by the
/// numbers of the query. Values lie row by row; what a query takes from them is a sum of rows as
/// well, weighted by the softmax of the scores. [WeightedSums] makes both sums.
///
/// @param keys // [blocks * pairs * headWidth, COLUMNS]
/// @param values // [columns * pairs, headWidth]
public record KeyBlocks(Tensor keys, Tensor values, long pairs, long width)
    implements LayerColumns {
  /// Columns of a block. Each slot begins with a new block.
  public static final int COLUMNS = 64;

  /// The number of columns rounded up to whole blocks.
  static int capacity(int columns) {
    return Math.ceilDiv(columns, COLUMNS) * COLUMNS;
  }

  /// @param columns a whole number of blocks
  static KeyBlocks of(ModelConfig config, long columns) {
    long pairs = config.keyValueHeads();
    long width = config.headWidth();
    try (var scope = TensorScope.inference()) {
      return new KeyBlocks(
          scope.keep(Tensor.zeros(DType.FLOAT32, columns / COLUMNS * pairs * width, COLUMNS)),
          scope.keep(Tensor.zeros(DType.FLOAT32, columns * pairs, width)),
          pairs,
          width);
    }
  }

  /// Where each number of a key goes, for keys that are written into the given columns. **Shape**:
  /// [rows
  /// * pairs * headWidth].
  static long[] places(ModelConfig config, long[] columns) {
    int numbers = config.keyValueHeads() * config.headWidth();
    long[] places = new long[columns.length * numbers];
    for (int row = 0; row < columns.length; row++) {
      long start = columns[row] / COLUMNS * numbers * COLUMNS + columns[row] % COLUMNS;
      for (int i = 0; i < numbers; i++) places[row * numbers + i] = start + (long) i * COLUMNS;
    }
    return places;
  }

  @Override
  public KeysAndValues rows(long from, long count) {
    long blocks = Math.ceilDiv(count, COLUMNS);
    // Fused attention reads the numbers of a key side by side.
    Tensor rows = blocks(from, blocks).transpose(1, 2).contiguous().view(-1, pairs, width);
    return new KeysAndValues(
        rows.narrow(0, 0, count),
        values.narrow(0, from * pairs, count * pairs).view(count, pairs, width));
  }

  /// **Shape**: [count, pairs * headWidth, COLUMNS].
  private Tensor blocks(long from, long count) {
    return keys.view(-1, pairs * width, COLUMNS).narrow(0, from / COLUMNS, count);
  }

  @Override
  public void write(NewColumns places, Tensor newKeys, Tensor newValues) {
    keys.putInPlace(places.keys().orElseThrow(), newKeys.to(DType.FLOAT32));
    values.view(-1, pairs, width).copyRowsInPlace(places.columns(), newValues.to(DType.FLOAT32));
  }

  /// Writes one column at a time from a Java array.
  ///
  /// @param keys of all columns // [blocks * pairs * headWidth, COLUMNS]
  /// @param values // [columns * pairs, headWidth]
  public record Writer(TensorRows keys, TensorRows values, int pairs, int width) {
    /// @param column absolute index of the column
    /// @param heads the key heads of a token, followed by its value heads
    /// @param at index in `heads` of the first number of the first key head
    public void write(long column, float[] heads, int at) {
      int numbers = pairs * width;
      long first = column / COLUMNS * numbers;
      for (int i = 0; i < numbers; i++) keys.set(first + i, column % COLUMNS, heads[at + i]);
      values.write(column * pairs, 0, heads, at + numbers, numbers); // rows of all pairs
    }
  }

  /// A writer into these keys and values.
  public Writer writer() {
    return new Writer(
        TensorRows.of(keys), TensorRows.of(values), Math.toIntExact(pairs), Math.toIntExact(width));
  }

  @Override
  public void fill(long to, KeysAndValues columns) {
    long count = columns.keys().size(0);
    values
        .narrow(0, to * pairs, count * pairs)
        .copyInPlace(columns.values().view(count * pairs, width));
    Tensor rows = columns.keys().view(count, pairs * width);
    for (long from = 0; from < count; from += COLUMNS) {
      long some = Math.min(COLUMNS, count - from);
      blocks(to + from, 1)
          .narrow(2, 0, some)
          .copyInPlace(rows.narrow(0, from, some).transpose(0, 1).unsqueeze(0));
    }
  }

  @Override
  public void copy(long from, long to, long count) {
    long blocks = Math.ceilDiv(count, COLUMNS);
    blocks(to, blocks).copyInPlace(blocks(from, blocks));
    values
        .narrow(0, to * pairs, count * pairs)
        .copyInPlace(values.narrow(0, from * pairs, count * pairs));
  }

  @Override
  public void close() {
    keys.close();
    values.close();
  }

  /// What a sampling step reads in every layer: one new token of each of some slots.
  ///
  /// @param columns of the longest slot
  /// @param ofKeys the rows of `keys` that are summed up for each block's scores
  /// @param ofValues the rows of `values` that are summed up for what each query takes
  /// @param mask 0 where a slot has a column, else -inf // [slots, 1, columns]
  public record StepColumns(
      int columns, WeightedSums.ChosenRows ofKeys, WeightedSums.ChosenRows ofValues, Tensor mask) {
    /// Blocks of the longest slot.
    public int blocks() {
      return Math.ceilDiv(columns, COLUMNS);
    }

    /// @param starts the first column of each slot
    /// @param lengths columns of each slot, the new one included
    static StepColumns of(ModelConfig config, long[] starts, int[] lengths) {
      int columns = 0;
      for (int length : lengths) columns = Math.max(columns, length);
      int blocks = Math.ceilDiv(columns, COLUMNS);
      int pairs = config.keyValueHeads();
      int group = config.heads() / pairs;
      int width = config.headWidth();
      long[] ofKeys = new long[lengths.length * config.heads() * blocks * width];
      long[] ofValues = new long[lengths.length * config.heads() * columns];
      float[] mask = new float[lengths.length * columns];
      int key = 0;
      int value = 0;
      for (int slot = 0; slot < lengths.length; slot++) {
        for (int head = 0; head < config.heads(); head++) {
          long pair = head / group;
          for (int block = 0; block < blocks; block++) {
            // Blocks beyond the end of a shorter slot are masked, so any rows will do.
            long number = block * COLUMNS < lengths[slot] ? block : 0;
            long first = ((starts[slot] / COLUMNS + number) * pairs + pair) * width;
            for (int i = 0; i < width; i++) ofKeys[key++] = first + i;
          }
          for (int column = 0; column < columns; column++) {
            long number = column < lengths[slot] ? column : 0;
            ofValues[value++] = (starts[slot] + number) * pairs + pair;
          }
        }
        for (int column = lengths[slot]; column < columns; column++)
          mask[slot * columns + column] = Float.NEGATIVE_INFINITY;
      }
      return new StepColumns(
          columns,
          WeightedSums.ChosenRows.equal(ofKeys, width),
          WeightedSums.ChosenRows.equal(ofValues, columns),
          Tensor.of(mask, lengths.length, 1, columns));
    }
  }

  /// Attention of the queries of a step, each to the columns of its slot; `group` is the number of
  /// query heads that share a key head. **Shape**: queries and weighted values [slots, pairs,
  /// group, headWidth].
  public Attended taken(Tensor queries, StepColumns step) {
    Tensor weights =
        queries
            .mul(1 / Math.sqrt(width))
            .unsqueeze(3)
            .expand(queries.size(0), pairs, queries.size(2), step.blocks(), width)
            .contiguous();
    return takenBy(weights, step);
  }

  /// Attention of a step whose queries are already divided by the root of headWidth and repeated
  /// once for each block. **Shape**: weights [slots, pairs, group, blocks, headWidth].
  public Attended takenBy(Tensor weights, StepColumns step) {
    long slots = weights.size(0);
    long group = weights.size(2);
    long heads = pairs * group;
    Tensor scores =
        WeightedSums.of(keys, step.ofKeys(), weights.view(weights.elements()))
            .view(slots, heads, (long) step.blocks() * COLUMNS)
            .narrow(2, 0, step.columns())
            .add(step.mask());
    Tensor shares = scores.logSoftmax(2);
    // Taken from the first column, which every slot has: one fused operation in place of five.
    Tensor logSumExp = scores.narrow(2, 0, 1).sub(shares.narrow(2, 0, 1));
    Kernels.expInPlace(shares);
    Tensor mixed =
        WeightedSums.of(values, step.ofValues(), shares.view(slots * heads * step.columns()));
    return new Attended(
        mixed.view(slots, pairs, group, width), logSumExp.view(slots, pairs, group));
  }
}

package cai.transformer.sampling;

import cai.tensor.Attention;
import cai.tensor.Attention.Attended;
import cai.tensor.DType;
import cai.tensor.Tensor;
import cai.tensor.TensorRows;
import cai.transformer.ModelConfig;
import cai.transformer.cache.KeyBlocks;
import cai.transformer.cache.KeyValueCache;
import cai.transformer.cache.TokenRun;
import cai.transformer.reading.CachedAttention;
import cai.transformer.weights.Rotary;
import java.util.List;
import java.util.Optional;

/// Attention of one new token of each of some neighbouring slots; the same mathematics as in
/// [CachedAttention]. LibTorch computes the sums and products; Java does, row by row, the rotary
/// embedding, writes the new columns, and joins what is taken from the prefix with what is taken
/// from own columns.
final class StepAttention {
  private final ModelConfig config;
  private final KeyValueCache cache;
  private final int group; // query heads that share a key head
  private final long[] columns; // absolute column index of each row
  private final List<Rotary.Rotation> turns; // of each row
  private final KeyBlocks.StepColumns step;
  private final Tensor scaled; // queries // [rows, pairs, group, blocks, headWidth]
  private final TensorRows scaledRows; // its memory, a row for each token
  private final float[] repeated; // one such row
  private final Optional<Tensor>
      toPrefix; // queries for the prefix // [1, pairs, rows * group, headWidth]
  private final Optional<TensorRows> toPrefixRows; // its memory, a row for each query
  private final float[] row; // queries, keys and values of one token; then what its queries take

  /// @param runs one token for each slot
  StepAttention(ModelConfig config, Rotary rotary, KeyValueCache cache, List<TokenRun> runs) {
    this.config = config;
    this.cache = cache;
    int pairs = config.keyValueHeads();
    int width = config.headWidth();
    group = config.heads() / pairs;
    columns = runs.stream().mapToLong(run -> cache.nextPlace(run.slot())).toArray();
    turns = runs.stream().map(run -> rotary.at(cache.length(run.slot()))).toList();
    step = cache.step(runs);
    scaled = Tensor.empty(DType.FLOAT32, runs.size(), pairs, group, step.blocks(), width);
    repeated = new float[config.heads() * step.blocks() * width];
    scaledRows = TensorRows.of(scaled.view(runs.size(), repeated.length));
    toPrefix =
        cache.prefixLength() == 0
            ? Optional.empty()
            : Optional.of(Tensor.empty(cache.type(), 1, pairs, (long) runs.size() * group, width));
    toPrefixRows = toPrefix.map(TensorRows::of);
    row = new float[(config.heads() + 2 * pairs) * width];
  }

  /// Writes the keys and values of this lane's rows into the cache, and what their queries take
  /// from it into `mixed`.
  ///
  /// @param heads queries, keys and values of all lanes' rows // [rows, (heads + 2 pairs) *
  ///   headWidth]
  /// @param mixed weighted values of all lanes' rows // [rows, heads * headWidth]
  /// @param first number of this lane's first row
  void attend(int layer, TensorRows heads, TensorRows mixed, int first) {
    KeyBlocks blocks = cache.blocks(layer).orElseThrow();
    read(heads, first, blocks.writer());
    Attended near = blocks.takenBy(scaled, step);
    write(
        mixed,
        first,
        near,
        toPrefix.map(queries ->
            CachedAttention.toPrefix(queries, cache.prefix(layer), Attention.Blocks.SMALL)));
  }

  private void read(TensorRows heads, int first, KeyBlocks.Writer writer) {
    int width = config.headWidth();
    int queries = config.heads();
    for (int i = 0; i < columns.length; i++) {
      heads.read(first + i, 0, row, 0, row.length);
      turns.get(i).inPlace(row, queries + config.keyValueHeads());
      writer.write(columns[i], row, queries * width);
      if (toPrefixRows.isPresent())
        for (int head = 0; head < queries; head++)
          toPrefixRows.get().write(inPrefix(i, head), 0, row, head * width, width);
      scale(queries * width);
      for (int to = 0; to < repeated.length; to += width)
        System.arraycopy(row, to / width / step.blocks() * width, repeated, to, width);
      scaledRows.write(i, 0, repeated, 0, repeated.length);
    }
  }

  private void scale(int numbers) {
    float factor = (float) (1 / Math.sqrt(config.headWidth()));
    for (int k = 0; k < numbers; k++) row[k] *= factor;
  }

  /// The row of a query among the queries for the prefix, which are ordered by key head.
  ///
  /// @param i number of the token
  /// @param head number of the query head
  private int inPrefix(int i, int head) {
    return (head / group * columns.length + i) * group + head % group;
  }

  private void write(TensorRows mixed, int first, Attended near, Optional<Attended> far) {
    int width = config.headWidth();
    int heads = config.heads();
    TensorRows own = TensorRows.of(near.mixed().view(columns.length, (long) heads * width));
    Optional<Joining> joining = far.map(one -> new Joining(near, one));
    for (int i = 0; i < columns.length; i++) {
      own.read(i, 0, row, 0, heads * width);
      if (joining.isPresent()) for (int head = 0; head < heads; head++) joining.get().join(i, head);
      mixed.write(first + i, 0, row, 0, heads * width);
    }
  }

  /// Joins what a query took from own columns, which is in `row`, with what it took from the
  /// prefix.
  private final class Joining {
    private final int width = config.headWidth();
    private final float[] ownSums; // [rows, heads]
    private final float[] prefixSums; // [pairs, rows * group]
    private final TensorRows taken; // from the prefix // [pairs, rows * group, headWidth]
    private final float[] other = new float[width];

    Joining(Attended near, Attended far) {
      ownSums = near.logSumExp().floats();
      prefixSums = far.logSumExp().floats();
      taken = TensorRows.of(far.mixed().contiguous());
    }

    void join(int i, int head) {
      int from = inPrefix(i, head);
      taken.read(from, 0, other, 0, width);
      double gap = ownSums[i * config.heads() + head] - prefixSums[from];
      float share = (float) (1 / (1 + Math.exp(gap))); // of the prefix
      for (int k = 0; k < width; k++) {
        int at = head * width + k;
        row[at] += share * (other[k] - row[at]);
      }
    }
  }
}

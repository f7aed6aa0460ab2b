package cai.transformer;

import cai.tensor.Attention;
import cai.tensor.Attention.Attended;
import cai.tensor.DType;
import cai.tensor.RowMemory;
import cai.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/// Attention of one new token of each of some neighbouring slots, as [CachedAttention] has it.
/// LibTorch sums and multiplies; rotary embedding, the new columns and the joining of what is taken
/// from the prefix and from own columns are done by Java, row by row.
final class StepAttention {
  private final ModelConfig config;
  private final KeyValueCache cache;
  private final int group; // heads of queries that share a key head
  private final long[] columns; // of each row among all columns of the cache
  private final List<Rotary.Turn> turns; // of each row
  private final KeyBlocks.Step step;
  private final Tensor scaled; // queries // [rows, pairs, group, blocks, headWidth]
  private final RowMemory scaledRows; // of each token
  private final float[] repeated; // a row of them
  private final Optional<Tensor>
      asked; // queries to the prefix // [1, pairs, rows * group, headWidth]
  private final Optional<RowMemory> askedRows; // of each query
  private final float[] row;

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
    scaledRows = RowMemory.of(scaled.view(runs.size(), repeated.length));
    asked =
        cache.prefixLength() == 0
            ? Optional.empty()
            : Optional.of(Tensor.empty(cache.type(), 1, pairs, (long) runs.size() * group, width));
    askedRows = asked.map(RowMemory::of);
    row = new float[(config.heads() + 2 * pairs) * width];
  }

  /// Writes keys and values into the cache, and what the queries take from it.
  ///
  /// @param heads queries, keys and values of all lanes' rows // [.., (heads + 2 pairs) *
  ///   headWidth]
  /// @param mixed of all lanes' rows // [.., heads * headWidth]
  /// @param first of these rows
  void attend(int layer, RowMemory heads, RowMemory mixed, int first) {
    KeyBlocks blocks = cache.blocks(layer).orElseThrow();
    read(heads, first, blocks.writer());
    KeyBlocks.Taken near = blocks.takenBy(scaled, step);
    write(
        mixed,
        first,
        near,
        asked.map(queries ->
            CachedAttention.toPrefix(queries, cache.prefix(layer), Attention.Blocks.SMALL)));
  }

  private void read(RowMemory heads, int first, KeyBlocks.Writer writer) {
    int width = config.headWidth();
    int queries = config.heads();
    for (int i = 0; i < columns.length; i++) {
      heads.read(first + i, 0, row, 0, row.length);
      turns.get(i).inPlace(row, queries + config.keyValueHeads());
      writer.write(columns[i], row, queries * width);
      if (askedRows.isPresent())
        for (int head = 0; head < queries; head++)
          askedRows.get().write(inPrefix(i, head), 0, row, head * width, width);
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

  /// The row of a query in the order of key heads.
  private int inPrefix(int i, int head) {
    return (head / group * columns.length + i) * group + head % group;
  }

  private void write(RowMemory mixed, int first, KeyBlocks.Taken near, Optional<Attended> far) {
    int width = config.headWidth();
    int heads = config.heads();
    RowMemory own = RowMemory.of(near.mixed().view(columns.length, (long) heads * width));
    Optional<Joining> joining = far.map(one -> new Joining(near, one));
    for (int i = 0; i < columns.length; i++) {
      own.read(i, 0, row, 0, heads * width);
      if (joining.isPresent()) for (int head = 0; head < heads; head++) joining.get().join(i, head);
      mixed.write(first + i, 0, row, 0, heads * width);
    }
  }

  /// Joins what was taken from own columns, in `row`, with what was taken from the prefix.
  private final class Joining {
    private final int width = config.headWidth();
    private final float[] ownSums; // [rows, heads]
    private final float[] prefixSums; // [pairs, rows * group]
    private final RowMemory taken; // from the prefix // [pairs, rows * group, headWidth]
    private final float[] other = new float[width];

    Joining(KeyBlocks.Taken near, Attended far) {
      ownSums = near.logSumExp().floats();
      prefixSums = far.logSumExp().floats();
      taken = RowMemory.of(far.mixed().contiguous());
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

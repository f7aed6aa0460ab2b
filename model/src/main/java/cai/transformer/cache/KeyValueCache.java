package cai.transformer.cache;

import cai.tensor.DType;
import cai.tensor.Tensor;
import cai.tensor.TensorRows;
import cai.tensor.TensorScope;
import cai.transformer.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Keys and values of sequences in progress, each sequence in a slot of its own, each token in a
/// column of its slot. A prefix that all sequences begin with is stored once, in another cache with
/// one slot.
///
/// Where that is wanted, the residual stream after some of the layers is kept beside the columns,
/// for computations that continue from there.
public final class KeyValueCache implements AutoCloseable {
  /// What a cache is for, which decides how its columns are laid out.
  public enum Purpose {
    /// Many tokens at once: prompts, and continuations that are scored.
    READING,
    /// One token of each of many sequences, again and again.
    SAMPLING
  }

  private final ModelConfig config;
  private final DType type; // of columns in a cache for reading
  private final Optional<KeyValueCache> prefix; // borrowed
  private final int prefixLength;
  private final List<LayerColumns> layers; // each slots * capacity columns
  private final SortedMap<Integer, Tensor> streams; // by layers; each [slots * capacity, width]
  private final int capacity; // columns of a slot, whole blocks
  private final int limit; // columns of a slot that may be filled
  private final int[] lengths; // own columns of each slot

  private KeyValueCache(
      ModelConfig config,
      DType type,
      Optional<KeyValueCache> prefix,
      Room room,
      Set<Integer> depths) {
    int slots = room.slots();
    int capacity = KeyBlocks.capacity(room.capacity());
    this.config = config;
    this.type = type;
    this.prefix = prefix;
    this.prefixLength = prefix.map(one -> one.lengths[0]).orElse(0);
    this.capacity = capacity;
    this.limit = room.purpose() == Purpose.SAMPLING ? capacity : room.capacity();
    this.layers = layers((long) slots * capacity, room.purpose());
    this.streams = streams(config, (long) slots * capacity, depths);
    this.lengths = new int[slots];
  }

  /// How many sequences fit into a cache, and how many tokens of each.
  ///
  /// @param capacity largest number of tokens of a sequence after the prefix; rounded up to whole
  ///   key blocks for sampling
  public record Room(int slots, int capacity, Purpose purpose) {
    public static Room reading(int slots, int capacity) {
      return new Room(slots, capacity, Purpose.READING);
    }

    public static Room sampling(int slots, int capacity) {
      return new Room(slots, capacity, Purpose.SAMPLING);
    }
  }

  /// An empty cache without a prefix.
  ///
  /// @param type of columns in a cache for reading
  /// @param depths numbers of layers after which the residual stream is kept
  public static KeyValueCache of(ModelConfig config, DType type, Room room, Set<Integer> depths) {
    return new KeyValueCache(config, type, Optional.empty(), room, depths);
  }

  /// An empty cache for sequences that all continue the single sequence of this one, which must
  /// stay open and unchanged. It keeps the same residual streams.
  ///
  /// @param room for the tokens after the prefix
  public KeyValueCache behind(Room room) {
    if (lengths.length != 1 || prefix.isPresent())
      throw new IllegalArgumentException("a prefix is one sequence that has no prefix itself");
    return new KeyValueCache(config, type, Optional.of(this), room, streams.keySet());
  }

  /// Tokens that a slot of a sampling cache holds: the capacity rounded up to whole key blocks.
  public static int samplingCapacity(int capacity) {
    return KeyBlocks.capacity(capacity);
  }

  /// Bytes of a column in all layers, with some residual streams beside it.
  ///
  /// @param streams how many are kept
  public static long columnBytes(ModelConfig config, int streams) {
    return columnBytes(config) + (long) streams * Float.BYTES * config.width();
  }

  /// Bytes of a column in all layers.
  public static long columnBytes(ModelConfig config) {
    return 2L * Float.BYTES * config.layers() * config.keyValueHeads() * config.headWidth();
  }

  private List<LayerColumns> layers(long columns, Purpose purpose) {
    var layers = new ArrayList<LayerColumns>();
    for (int i = 0; i < config.layers(); i++)
      layers.add(
          purpose == Purpose.SAMPLING
              ? KeyBlocks.of(config, columns)
              : ColumnRows.of(config, columns, type));
    return List.copyOf(layers);
  }

  private static SortedMap<Integer, Tensor> streams(
      ModelConfig config, long columns, Set<Integer> depths) {
    var streams = new TreeMap<Integer, Tensor>();
    try (var scope = TensorScope.inference()) {
      for (int depth : depths)
        streams.put(depth, scope.keep(Tensor.zeros(DType.FLOAT32, columns, config.width())));
    }
    return streams;
  }

  /// How many sequences fit.
  public int slots() {
    return lengths.length;
  }

  /// The largest number of tokens of each sequence after the prefix.
  public int capacity() {
    return limit;
  }

  /// Tokens of the sequence in a slot, prefix included.
  public int length(int slot) {
    return prefixLength + lengths[slot];
  }

  /// The number of tokens after the prefix of the sequence in a slot.
  public int ownLength(int slot) {
    return lengths[slot];
  }

  /// The bytes that the tokens of a slot take, without the prefix.
  public long ownBytes(int slot) {
    return lengths[slot] * columnBytes(config, streams.size());
  }

  /// Length of the prefix that all sequences begin with; 0 where there is none.
  public int prefixLength() {
    return prefixLength;
  }

  /// Type of the columns in a cache for reading, to which queries are rounded too.
  public DType type() {
    return type;
  }

  /// How many heads of queries share a key head.
  public int group() {
    return config.heads() / config.keyValueHeads();
  }

  /// The columns of the prefix. **Shape**: [prefixLength, pairs, headWidth].
  public KeysAndValues prefix(int layer) {
    return prefix.orElseThrow().layers.get(layer).rows(0, prefixLength);
  }

  /// The first columns of a slot. **Shape**: [count, pairs, headWidth].
  public KeysAndValues slot(int layer, int slot, int count) {
    return layers.get(layer).rows(firstPlace(slot), count);
  }

  /// The columns of a layer as a sampling step reads them; empty in a cache for reading.
  public Optional<KeyBlocks> blocks(int layer) {
    return layers.get(layer) instanceof KeyBlocks blocks ? Optional.of(blocks) : Optional.empty();
  }

  /// Where new tokens go.
  ///
  /// @param columns absolute column index of each new token
  public NewColumns places(long[] columns) {
    return new NewColumns(
        Tensor.of(columns, columns.length),
        blocks(0)
            .map(_ -> {
              long[] keys = KeyBlocks.places(config, columns);
              return Tensor.of(keys, keys.length);
            }));
  }

  /// What a sampling step reads.
  ///
  /// @param runs one new token for each slot
  public KeyBlocks.StepColumns step(List<TokenRun> runs) {
    return KeyBlocks.StepColumns.of(
        config,
        runs.stream().mapToLong(run -> firstPlace(run.slot())).toArray(),
        runs.stream().mapToInt(run -> lengths[run.slot()] + 1).toArray());
  }

  /// Writes the keys and values of new tokens. **Shape**: both [rows, pairs, headWidth].
  public void write(int layer, NewColumns places, Tensor keys, Tensor values) {
    layers.get(layer).write(places, keys, values);
  }

  /// Keeps the residual stream of new tokens after the first `depth` layers, where that is wanted.
  /// **Shape**: [rows, width].
  public void keep(int depth, NewColumns places, Tensor stream) {
    if (keeps(depth)) streams.get(depth).copyRowsInPlace(places.columns(), stream);
  }

  /// Whether the residual stream after the first `depth` layers is kept.
  public boolean keeps(int depth) {
    return streams.containsKey(depth);
  }

  /// Keeps the residual stream of one token.
  ///
  /// @param column absolute index of its column
  /// @param stream has the token's row from index `at` on
  public void keep(int depth, long column, float[] stream, int at) {
    TensorRows.of(streams.get(depth)).write(column, 0, stream, at, config.width());
  }

  /// A copy of the kept residual stream of the sequence in a slot, prefix included, after the first
  /// `depth` layers. **Shape**: [length, width].
  public Tensor stream(int slot, int depth) {
    Tensor own = slot(streams.get(depth), slot, lengths[slot]);
    return prefix
        .map(one -> Tensor.concatenate(List.of(one.stream(0, depth), own), 0))
        .orElseGet(() -> own.add(0));
  }

  /// Absolute index of the next free column of a slot.
  public long nextPlace(int slot) {
    return firstPlace(slot) + lengths[slot];
  }

  private long firstPlace(int slot) {
    return (long) slot * capacity;
  }

  /// Fails with a message where the tokens of a run do not fit.
  public void requireRoom(TokenRun run) {
    if (lengths[run.slot()] + run.length() > limit)
      throw new IllegalStateException(
          "cache: %d + %d columns do not fit the capacity %d"
              .formatted(lengths[run.slot()], run.length(), limit));
  }

  /// Counts the tokens of a run, whose columns have been written in all layers.
  public void advance(TokenRun run) {
    lengths[run.slot()] += run.length();
  }

  /// Forgets the own columns of a slot from `columns` on.
  public void truncate(int slot, int columns) {
    lengths[slot] = Math.min(lengths[slot], columns);
  }

  /// Copies the first own columns of one slot over the first own columns of another.
  public void copy(int from, int to, int columns) {
    try (var _ = TensorScope.inference()) {
      for (LayerColumns layer : layers) layer.copy(firstPlace(from), firstPlace(to), columns);
      for (Tensor stream : streams.values())
        slot(stream, to, columns).copyInPlace(slot(stream, from, columns));
    }
    lengths[to] = columns;
  }

  /// The rows of a slot in a kept residual stream. **Shape**: [count, width].
  private Tensor slot(Tensor stream, int slot, int count) {
    return stream.narrow(0, firstPlace(slot), count);
  }

  /// A copy of one sequence's columns after its prefix, outside any cache.
  public static final class Columns implements AutoCloseable {
    private final List<KeysAndValues> layers; // each [length, pairs, headWidth]
    private final SortedMap<Integer, Tensor> streams; // each [length, width]
    private final int length;

    private Columns(List<KeysAndValues> layers, SortedMap<Integer, Tensor> streams, int length) {
      this.layers = layers;
      this.streams = streams;
      this.length = length;
    }

    /// Number of columns.
    public int length() {
      return length;
    }

    /// Some rows of the residual stream that was kept after the first `depth` layers. **Shape**:
    /// [count, width].
    public Tensor stream(int depth, int from, int count) {
      return streams.get(depth).narrow(0, from, count);
    }

    @Override
    public void close() {
      layers.forEach(KeysAndValues::close);
      streams.values().forEach(Tensor::close);
    }
  }

  /// A copy of the columns of a slot.
  public Columns copied(int slot) {
    var copies = new ArrayList<KeysAndValues>();
    var kept = new TreeMap<Integer, Tensor>();
    try (var scope = TensorScope.inference()) {
      for (int layer = 0; layer < layers.size(); layer++)
        copies.add(slot(layer, slot, lengths[slot]).copied().keptIn(scope));
      streams.forEach(
          (depth, stream) -> kept.put(depth, scope.keep(slot(stream, slot, lengths[slot]).add(0))));
    }
    return new Columns(copies, kept, lengths[slot]);
  }

  /// Fills an empty slot with copied columns.
  ///
  /// @param from number of the copied column that is the first after this cache's prefix
  public void fill(int slot, Columns columns, int from, int count) {
    try (var _ = TensorScope.inference()) {
      for (int layer = 0; layer < layers.size(); layer++)
        layers.get(layer).fill(firstPlace(slot), columns.layers.get(layer).narrow(from, count));
      streams.forEach((depth, stream) ->
          slot(stream, slot, count).copyInPlace(columns.streams.get(depth).narrow(0, from, count)));
    }
    lengths[slot] = count;
  }

  @Override
  public void close() {
    layers.forEach(LayerColumns::close);
    streams.values().forEach(Tensor::close);
  }
}

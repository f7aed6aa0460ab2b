package cai.transformer;

import cai.tensor.DType;
import cai.tensor.RowMemory;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Keys and values of sequences in progress, each in a slot of its own. What all sequences share,
/// the prefix, is stored once, in a cache of its own with one slot.
///
/// Where it is asked for, the residual stream behind some of the layers is kept beside them, for
/// others that go on from there.
public final class KeyValueCache implements AutoCloseable {
  /// What the columns of a cache are for.
  public enum Use {
    /// Many tokens at once: prompts, and continuations that are scored.
    READING,
    /// One token of each of many sequences, again and again.
    SAMPLING
  }

  private final ModelConfig config;
  private final DType type; // of columns for reading
  private final Optional<KeyValueCache> prefix; // borrowed
  private final int prefixLength;
  private final List<LayerColumns> layers; // each slots * capacity columns
  private final SortedMap<Integer, Tensor> streams; // by layers; each [slots * capacity, width]
  private final int capacity; // of a slot, whole blocks
  private final int limit; // of what it may be filled with
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
    this.limit = room.use() == Use.SAMPLING ? capacity : room.capacity();
    this.layers = layers((long) slots * capacity, room.use());
    this.streams = streams(config, (long) slots * capacity, depths);
    this.lengths = new int[slots];
  }

  /// How many sequences fit, and how many tokens of each.
  ///
  /// @param capacity is rounded up for sampling
  public record Room(int slots, int capacity, Use use) {
    public static Room reading(int slots, int capacity) {
      return new Room(slots, capacity, Use.READING);
    }

    public static Room sampling(int slots, int capacity) {
      return new Room(slots, capacity, Use.SAMPLING);
    }
  }

  /// An empty cache without a prefix.
  ///
  /// @param type of columns for reading
  /// @param depths numbers of layers behind which the residual stream is kept
  static KeyValueCache of(ModelConfig config, DType type, Room room, Set<Integer> depths) {
    return new KeyValueCache(config, type, Optional.empty(), room, depths);
  }

  /// An empty cache for sequences that all continue the single one of `prefix`, which must stay
  /// open and as it is. It keeps what the prefix keeps.
  ///
  /// @param room behind the prefix
  static KeyValueCache behind(KeyValueCache prefix, Room room) {
    if (prefix.lengths.length != 1 || prefix.prefix.isPresent())
      throw new IllegalArgumentException("a prefix is one sequence that has no prefix itself");
    return new KeyValueCache(
        prefix.config, prefix.type, Optional.of(prefix), room, prefix.streams.keySet());
  }

  /// Tokens that a slot of a sampling cache holds: the capacity rounded up to whole key blocks.
  public static int samplingCapacity(int capacity) {
    return KeyBlocks.capacity(capacity);
  }

  /// Bytes that a column takes with some residual streams beside it.
  public static long columnBytes(ModelConfig config, int streams) {
    return columnBytes(config) + (long) streams * Float.BYTES * config.width();
  }

  /// Bytes that a column takes in all layers.
  public static long columnBytes(ModelConfig config) {
    return 2L * Float.BYTES * config.layers() * config.keyValueHeads() * config.headWidth();
  }

  private List<LayerColumns> layers(long columns, Use use) {
    var layers = new ArrayList<LayerColumns>();
    for (int i = 0; i < config.layers(); i++)
      layers.add(
          use == Use.SAMPLING
              ? KeyBlocks.of(config, columns)
              : LayerColumns.Rows.of(config, columns, type));
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

  /// Sequences that fit.
  public int slots() {
    return lengths.length;
  }

  /// Tokens of each sequence that fit behind the prefix.
  public int capacity() {
    return limit;
  }

  /// Tokens of the sequence in a slot, prefix included.
  public int length(int slot) {
    return prefixLength + lengths[slot];
  }

  /// Tokens of the sequence in a slot behind the prefix.
  public int ownLength(int slot) {
    return lengths[slot];
  }

  /// Bytes that these take.
  public long ownBytes(int slot) {
    return lengths[slot] * columnBytes(config, streams.size());
  }

  /// Tokens that all sequences begin with.
  public int prefixLength() {
    return prefixLength;
  }

  /// What queries are rounded to that meet columns for reading.
  DType type() {
    return type;
  }

  /// Heads of queries that share a key head.
  int group() {
    return config.heads() / config.keyValueHeads();
  }

  /// **Shape**: [prefixLength, pairs, headWidth].
  LayerColumns.Layer prefix(int layer) {
    return prefix.orElseThrow().layers.get(layer).rows(0, prefixLength);
  }

  /// The first columns of a slot. **Shape**: [count, pairs, headWidth].
  LayerColumns.Layer slot(int layer, int slot, int count) {
    return layers.get(layer).rows(firstPlace(slot), count);
  }

  /// What a step of sampling reads; empty in a cache for reading.
  Optional<KeyBlocks> blocks(int layer) {
    return layers.get(layer) instanceof KeyBlocks blocks ? Optional.of(blocks) : Optional.empty();
  }

  /// Where columns go that are written.
  ///
  /// @param columns the absolute column of each new token
  Pass.Places places(long[] columns) {
    return new Pass.Places(
        Tensor.of(columns, columns.length),
        blocks(0)
            .map(_ -> {
              long[] keys = KeyBlocks.places(config, columns);
              return Tensor.of(keys, keys.length);
            }));
  }

  /// One more token in each slot.
  KeyBlocks.Step step(List<TokenRun> runs) {
    return KeyBlocks.Step.of(
        config,
        runs.stream().mapToLong(run -> firstPlace(run.slot())).toArray(),
        runs.stream().mapToInt(run -> lengths[run.slot()] + 1).toArray());
  }

  /// Writes columns. **Shape**: keys and values [rows, pairs, headWidth].
  void write(int layer, Pass.Places places, Tensor keys, Tensor values) {
    layers.get(layer).write(places, keys, values);
  }

  /// Keeps the residual stream of new tokens behind their first `depth` layers, where that is
  /// wanted. **Shape**: [rows, width].
  void keep(int depth, Pass.Places places, Tensor stream) {
    if (keeps(depth)) streams.get(depth).copyRowsInPlace(places.columns(), stream);
  }

  /// Whether the residual stream behind the first `depth` layers is kept.
  boolean keeps(int depth) {
    return streams.containsKey(depth);
  }

  /// The same for one token, by its column among all columns.
  ///
  /// @param stream has its row from `at` on
  void keep(int depth, long column, float[] stream, int at) {
    RowMemory.of(streams.get(depth)).write(column, 0, stream, at, config.width());
  }

  /// The kept residual stream of the sequence in a slot, prefix included, behind its first `depth`
  /// layers. **Shape**: [length, width], a copy.
  public Tensor stream(int slot, int depth) {
    Tensor own = slot(streams.get(depth), slot, lengths[slot]);
    return prefix
        .map(one -> Tensor.concatenate(List.of(one.stream(0, depth), own), 0))
        .orElseGet(() -> own.add(0));
  }

  /// Where the next column of a slot lies among all columns.
  long nextPlace(int slot) {
    return firstPlace(slot) + lengths[slot];
  }

  private long firstPlace(int slot) {
    return (long) slot * capacity;
  }

  /// Fails in words if the columns of a run do not fit.
  void requireRoom(TokenRun run) {
    if (lengths[run.slot()] + run.length() > limit)
      throw new IllegalStateException(
          "cache: %d + %d columns do not fit the capacity %d"
              .formatted(lengths[run.slot()], run.length(), limit));
  }

  void advance(TokenRun run) {
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

  /// Columns of a slot in one of the streams. **Shape**: [count, width].
  private Tensor slot(Tensor stream, int slot, int count) {
    return stream.narrow(0, firstPlace(slot), count);
  }

  /// Own columns of one sequence, outside any slot.
  public static final class Columns implements AutoCloseable {
    private final List<LayerColumns.Layer> layers; // each [length, pairs, headWidth]
    private final SortedMap<Integer, Tensor> streams; // each [length, width]
    private final int length;

    private Columns(
        List<LayerColumns.Layer> layers, SortedMap<Integer, Tensor> streams, int length) {
      this.layers = layers;
      this.streams = streams;
      this.length = length;
    }

    /// How many there are.
    public int length() {
      return length;
    }

    /// Some columns of a kept residual stream. **Shape**: [count, width].
    public Tensor stream(int depth, int from, int count) {
      return streams.get(depth).narrow(0, from, count);
    }

    @Override
    public void close() {
      layers.forEach(LayerColumns.Layer::close);
      streams.values().forEach(Tensor::close);
    }
  }

  /// A copy of the own columns of a slot.
  public Columns copied(int slot) {
    var copies = new ArrayList<LayerColumns.Layer>();
    var kept = new TreeMap<Integer, Tensor>();
    try (var scope = TensorScope.inference()) {
      for (int layer = 0; layer < layers.size(); layer++)
        copies.add(slot(layer, slot, lengths[slot]).copied().keptIn(scope));
      streams.forEach(
          (depth, stream) -> kept.put(depth, scope.keep(slot(stream, slot, lengths[slot]).add(0))));
    }
    return new Columns(copies, kept, lengths[slot]);
  }

  /// Fills an empty slot with some copied columns.
  ///
  /// @param from the first of them, which stands behind this cache's prefix
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

package cai.transformer;

import cai.tensor.DType;
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
  /// Keys and values of one layer. **Shape**: each [columns, pairs, headWidth].
  record Layer(Tensor keys, Tensor values) {
    Layer narrow(long from, long length) {
      return new Layer(keys.narrow(0, from, length), values.narrow(0, from, length));
    }

    void copyInPlace(Layer other) {
      keys.copyInPlace(other.keys);
      values.copyInPlace(other.values);
    }

    void close() {
      keys.close();
      values.close();
    }
  }

  private final ModelConfig config;
  private final Optional<KeyValueCache> prefix; // borrowed
  private final int prefixLength;
  private final List<Layer> layers; // each [slots * capacity, pairs, headWidth]
  private final SortedMap<Integer, Tensor> streams; // by layers; each [slots * capacity, width]
  private final int capacity;
  private final int[] lengths; // own columns of each slot

  private KeyValueCache(
      ModelConfig config, Optional<KeyValueCache> prefix, Room room, Set<Integer> depths) {
    int slots = room.slots();
    int capacity = room.capacity();
    this.config = config;
    this.prefix = prefix;
    this.prefixLength = prefix.map(one -> one.lengths[0]).orElse(0);
    this.capacity = capacity;
    this.layers = rooms(config, (long) slots * capacity);
    this.streams = streams(config, (long) slots * capacity, depths);
    this.lengths = new int[slots];
  }

  /// How many sequences fit, and how many tokens of each.
  private record Room(int slots, int capacity) {}

  /// An empty cache for `slots` sequences of at most `capacity` tokens each, without a prefix.
  ///
  /// @param depths numbers of layers behind which the residual stream is kept
  static KeyValueCache of(ModelConfig config, int slots, int capacity, Set<Integer> depths) {
    return new KeyValueCache(config, Optional.empty(), new Room(slots, capacity), depths);
  }

  /// An empty cache for sequences that all continue the single one of `prefix`, which must stay
  /// open and as it is. It keeps what the prefix keeps.
  ///
  /// @param capacity tokens of each sequence behind the prefix
  static KeyValueCache behind(KeyValueCache prefix, int slots, int capacity) {
    if (prefix.lengths.length != 1 || prefix.prefix.isPresent())
      throw new IllegalArgumentException("a prefix is one sequence that has no prefix itself");
    return new KeyValueCache(
        prefix.config, Optional.of(prefix), new Room(slots, capacity), prefix.streams.keySet());
  }

  /// Bytes that a column takes with some residual streams beside it.
  public static long columnBytes(ModelConfig config, int streams) {
    return columnBytes(config) + (long) streams * Float.BYTES * config.width();
  }

  /// Bytes that a column takes in all layers.
  public static long columnBytes(ModelConfig config) {
    return 2L * Float.BYTES * config.layers() * config.keyValueHeads() * config.headWidth();
  }

  private static List<Layer> rooms(ModelConfig config, long columns) {
    long[] shape = {columns, config.keyValueHeads(), config.headWidth()};
    var rooms = new ArrayList<Layer>();
    try (var scope = TensorScope.inference()) {
      for (int i = 0; i < config.layers(); i++)
        rooms.add(
            new Layer(
                scope.keep(Tensor.zeros(DType.FLOAT32, shape)),
                scope.keep(Tensor.zeros(DType.FLOAT32, shape))));
    }
    return List.copyOf(rooms);
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
    return capacity;
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

  /// **Shape**: [prefixLength, pairs, headWidth].
  Layer prefix(int layer) {
    return prefix.orElseThrow().layers.get(layer).narrow(0, prefixLength);
  }

  /// The first columns of a slot. **Shape**: [count, pairs, headWidth].
  Layer slot(int layer, int slot, int count) {
    return layers.get(layer).narrow((long) slot * capacity, count);
  }

  /// The first columns of neighbouring slots. **Shape**: [slots, count, pairs, headWidth].
  Layer slots(int layer, int first, int slots, int count) {
    Layer all = layers.get(layer);
    long[] shape = {lengths.length, capacity, config.keyValueHeads(), config.headWidth()};
    return new Layer(
        all.keys().view(shape).narrow(0, first, slots).narrow(1, 0, count),
        all.values().view(shape).narrow(0, first, slots).narrow(1, 0, count));
  }

  /// Writes columns. **Shape**: places [rows]; keys and values [rows, pairs, headWidth].
  void write(int layer, Tensor places, Tensor keys, Tensor values) {
    layers.get(layer).keys().copyRowsInPlace(places, keys);
    layers.get(layer).values().copyRowsInPlace(places, values);
  }

  /// Keeps the residual stream of new tokens behind their first `depth` layers, where that is
  /// wanted. **Shape**: places [rows]; stream [rows, width].
  void keep(int depth, Tensor places, Tensor stream) {
    if (streams.containsKey(depth)) streams.get(depth).copyRowsInPlace(places, stream);
  }

  /// The kept residual stream of the sequence in a slot, prefix included, behind its first `depth`
  /// layers. **Shape**: [length, width], a copy.
  public Tensor stream(int slot, int depth) {
    Tensor own = streams.get(depth).narrow(0, (long) slot * capacity, lengths[slot]);
    return prefix
        .map(one -> Tensor.concatenate(List.of(one.stream(0, depth), own), 0))
        .orElseGet(() -> own.add(0));
  }

  /// Where the next column of a slot lies among all columns.
  long nextPlace(int slot) {
    return (long) slot * capacity + lengths[slot];
  }

  /// Fails in words if the columns of a run do not fit.
  void requireRoom(TokenRun run) {
    if (lengths[run.slot()] + run.length() > capacity)
      throw new IllegalStateException(
          "cache: %d + %d columns do not fit the capacity %d"
              .formatted(lengths[run.slot()], run.length(), capacity));
  }

  void advance(TokenRun run) {
    lengths[run.slot()] += run.length();
  }

  /// Forgets the own columns of a slot from `columns` on.
  public void truncate(int slot, int columns) {
    lengths[slot] = Math.min(lengths[slot], columns);
  }

  /// Makes the first own columns of a slot those of another one.
  public void copy(int from, int to, int columns) {
    try (var _ = TensorScope.inference()) {
      for (int layer = 0; layer < layers.size(); layer++)
        slot(layer, to, columns).copyInPlace(slot(layer, from, columns));
      for (Tensor stream : streams.values())
        slot(stream, to, columns).copyInPlace(slot(stream, from, columns));
    }
    lengths[to] = columns;
  }

  /// Columns of a slot in one of the streams. **Shape**: [count, width].
  private Tensor slot(Tensor stream, int slot, int count) {
    return stream.narrow(0, (long) slot * capacity, count);
  }

  /// Own columns of one sequence, outside any slot.
  public static final class Columns implements AutoCloseable {
    private final List<Layer> layers; // each [length, pairs, headWidth]
    private final SortedMap<Integer, Tensor> streams; // each [length, width]
    private final int length;

    private Columns(List<Layer> layers, SortedMap<Integer, Tensor> streams, int length) {
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
      layers.forEach(Layer::close);
      streams.values().forEach(Tensor::close);
    }
  }

  /// A copy of the own columns of a slot.
  public Columns copied(int slot) {
    var copies = new ArrayList<Layer>();
    var kept = new TreeMap<Integer, Tensor>();
    try (var scope = TensorScope.inference()) {
      for (int layer = 0; layer < layers.size(); layer++) {
        Layer own = slot(layer, slot, lengths[slot]);
        var copy =
            new Layer(
                scope.keep(Tensor.empty(DType.FLOAT32, own.keys().shape())),
                scope.keep(Tensor.empty(DType.FLOAT32, own.values().shape())));
        copy.copyInPlace(own);
        copies.add(copy);
      }
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
        slot(layer, slot, count).copyInPlace(columns.layers.get(layer).narrow(from, count));
      streams.forEach((depth, stream) ->
          slot(stream, slot, count).copyInPlace(columns.streams.get(depth).narrow(0, from, count)));
    }
    lengths[slot] = count;
  }

  @Override
  public void close() {
    layers.forEach(Layer::close);
    streams.values().forEach(Tensor::close);
  }
}

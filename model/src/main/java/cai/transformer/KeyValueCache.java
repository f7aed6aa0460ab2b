package cai.transformer;

import cai.tensor.DType;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;

/// Keys and values of sequences in progress. What all sequences share, the prefix, is stored once
/// and without a batch dimension; behind it each sequence has its own columns. A column that is
/// padding for a sequence is never seen by it.
public final class KeyValueCache implements AutoCloseable {
  /// Keys and values of one layer.
  record Layer(Tensor keys, Tensor values) {
    void close() {
      keys.close();
      values.close();
    }
  }

  private final List<Layer> prefix; // each [pairs, prefixLength, headWidth]
  private final int prefixLength;
  private List<Layer> own; // each [batch, pairs, capacity, headWidth]
  private final int capacity;
  private int used;
  private boolean[][] visible; // [batch][capacity]
  private int[] lengths; // tokens of each sequence, prefix included

  private KeyValueCache(
      List<Layer> prefix, int prefixLength, List<Layer> own, int capacity, boolean[][] visible) {
    this.prefix = prefix;
    this.prefixLength = prefixLength;
    this.own = own;
    this.capacity = capacity;
    this.visible = visible;
    this.lengths = new int[visible.length];
    java.util.Arrays.fill(lengths, prefixLength);
  }

  /// An empty cache for `batch` sequences of at most `capacity` tokens each, without a prefix.
  public static KeyValueCache of(ModelConfig config, int batch, int capacity) {
    return new KeyValueCache(
        List.of(), 0, rooms(config, batch, capacity), capacity, new boolean[batch][capacity]);
  }

  /// An empty cache for `batch` sequences that all continue the single sequence of `first`. The
  /// prefix is shared with `first`, which must stay open.
  static KeyValueCache continuing(
      ModelConfig config, KeyValueCache first, int batch, int capacity) {
    if (first.visible.length != 1 || first.prefixLength != 0)
      throw new IllegalArgumentException("a prefix is one sequence that has no prefix itself");
    var prefix = new ArrayList<Layer>();
    try (var scope = TensorScope.inference()) {
      for (Layer layer : first.own) {
        prefix.add(
            new Layer(
                scope.keep(layer.keys().narrow(2, 0, first.used).view(shared(config, first.used))),
                scope.keep(
                    layer.values().narrow(2, 0, first.used).view(shared(config, first.used)))));
      }
    }
    return new KeyValueCache(
        List.copyOf(prefix),
        first.used,
        rooms(config, batch, capacity),
        capacity,
        new boolean[batch][capacity]);
  }

  private static long[] shared(ModelConfig config, int length) {
    return new long[] {config.keyValueHeads(), length, config.headWidth()};
  }

  private static List<Layer> rooms(ModelConfig config, int batch, int capacity) {
    long[] shape = {batch, config.keyValueHeads(), capacity, config.headWidth()};
    var rooms = new ArrayList<Layer>();
    try (var scope = TensorScope.inference()) {
      for (int i = 0; i < config.layers(); i++) {
        rooms.add(
            new Layer(
                scope.keep(Tensor.zeros(DType.FLOAT32, shape)),
                scope.keep(Tensor.zeros(DType.FLOAT32, shape))));
      }
    }
    return rooms;
  }

  /// Sequences.
  public int batch() {
    return visible.length;
  }

  /// Tokens of a sequence so far, prefix included.
  public int length(int sequence) {
    return lengths[sequence];
  }

  int prefixLength() {
    return prefixLength;
  }

  Layer prefix(int layer) {
    return prefix.get(layer);
  }

  /// Writes the keys and values of new columns and returns all own ones. **Shape**: new [batch,
  /// pairs, time, headWidth]; result [batch, pairs, used + time, headWidth].
  Layer append(int layer, Tensor keys, Tensor values) {
    Layer room = own.get(layer);
    long time = keys.size(2);
    room.keys().narrow(2, used, time).copyInPlace(keys);
    room.values().narrow(2, used, time).copyInPlace(values);
    return new Layer(
        room.keys().narrow(2, 0, used + time), room.values().narrow(2, 0, used + time));
  }

  /// The additive mask of new columns: 0 where query t of a sequence sees a column, else -inf. A
  /// padding query sees itself, so that no row of the softmax is empty. **Shape**: [batch, 1, group
  /// * time, used + time], the same for each query head of a group.
  Tensor mask(boolean[][] real, int group) {
    int time = real[0].length;
    int columns = used + time;
    float[] mask = new float[batch() * time * columns];
    int at = 0;
    for (int sequence = 0; sequence < batch(); sequence++) {
      for (int query = 0; query < time; query++) {
        for (int column = 0; column < columns; column++, at++) {
          boolean before = column <= used + query;
          boolean seen =
              column < used ? visible[sequence][column] : before && real[sequence][column - used];
          boolean itself = column == used + query;
          if (!seen && !itself) mask[at] = Float.NEGATIVE_INFINITY;
        }
      }
    }
    return Tensor.of(mask, batch(), 1, 1, time, columns)
        .expand(batch(), 1, group, time, columns)
        .reshape(batch(), 1, (long) group * time, columns);
  }

  /// Positions of new columns; padding gets position 0. **Shape**: [batch * time].
  Tensor positions(boolean[][] real) {
    int time = real[0].length;
    long[] positions = new long[batch() * time];
    for (int sequence = 0; sequence < batch(); sequence++) {
      int next = lengths[sequence];
      for (int t = 0; t < time; t++) if (real[sequence][t]) positions[sequence * time + t] = next++;
    }
    return Tensor.of(positions, (long) batch() * time);
  }

  /// Fails in words if new columns do not fit.
  void requireRoom(int time) {
    if (used + time > capacity)
      throw new IllegalStateException(
          "cache: " + used + " + " + time + " columns do not fit the capacity " + capacity);
  }

  /// Makes new columns part of the sequences.
  void advance(boolean[][] real) {
    int time = real[0].length;
    for (int sequence = 0; sequence < batch(); sequence++) {
      for (int t = 0; t < time; t++) {
        visible[sequence][used + t] = real[sequence][t];
        if (real[sequence][t]) lengths[sequence]++;
      }
    }
    used += time;
  }

  /// Forgets all own columns from `columns` on.
  public void truncate(int columns) {
    for (int sequence = 0; sequence < batch(); sequence++) {
      for (int column = columns; column < used; column++) {
        if (visible[sequence][column]) lengths[sequence]--;
        visible[sequence][column] = false;
      }
    }
    used = Math.min(used, columns);
  }

  /// Columns that fit, beside the prefix.
  public int capacity() {
    return capacity;
  }

  /// A copy of the given sequences, in the given order; one may be named several times. The prefix
  /// is shared with this cache, which must stay open.
  public KeyValueCache branched(int[] sequences) {
    var views = new ArrayList<Layer>();
    try (var scope = TensorScope.inference()) {
      for (Layer layer : prefix)
        views.add(
            new Layer(
                scope.keep(layer.keys().view(layer.keys().shape())),
                scope.keep(layer.values().view(layer.values().shape()))));
    }
    var copy =
        new KeyValueCache(views, prefixLength, chosen(sequences), capacity, visible(sequences));
    for (int i = 0; i < sequences.length; i++) copy.lengths[i] = lengths[sequences[i]];
    copy.used = used;
    return copy;
  }

  /// Keeps the given sequences, in the given order; one may be named several times.
  public void select(int[] sequences) {
    List<Layer> chosen = chosen(sequences);
    own.forEach(Layer::close);
    own = chosen;
    visible = visible(sequences);
    lengths = java.util.Arrays.stream(sequences).map(i -> lengths[i]).toArray();
  }

  private List<Layer> chosen(int[] sequences) {
    var chosen = new ArrayList<Layer>();
    try (var scope = TensorScope.inference()) {
      Tensor numbers = Tensor.of(sequences, sequences.length);
      for (Layer layer : own)
        chosen.add(
            new Layer(
                scope.keep(layer.keys().select(0, numbers)),
                scope.keep(layer.values().select(0, numbers))));
    }
    return chosen;
  }

  private boolean[][] visible(int[] sequences) {
    boolean[][] seen = new boolean[sequences.length][];
    for (int i = 0; i < sequences.length; i++) seen[i] = visible[sequences[i]].clone();
    return seen;
  }

  @Override
  public void close() {
    own.forEach(Layer::close);
    prefix.forEach(Layer::close);
  }
}

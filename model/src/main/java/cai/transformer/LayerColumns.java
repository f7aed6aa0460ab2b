package cai.transformer;

import cai.tensor.DType;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;

/// Where a cache has the keys and values of one layer, column by column.
sealed interface LayerColumns extends AutoCloseable permits LayerColumns.Rows, KeyBlocks {

  /// Keys and values. **Shape**: each [columns, pairs, headWidth].
  record Layer(Tensor keys, Tensor values) {
    Layer narrow(long from, long length) {
      return new Layer(keys.narrow(0, from, length), values.narrow(0, from, length));
    }

    /// In other numbers; itself where it has them.
    Layer to(DType numbers) {
      return new Layer(keys.to(numbers), values.to(numbers));
    }

    void copyInPlace(Layer other) {
      keys.copyInPlace(other.keys);
      values.copyInPlace(other.values);
    }

    /// A copy that belongs to the current scope.
    Layer copied() {
      var copy =
          new Layer(
              Tensor.empty(keys.type(), keys.shape()), Tensor.empty(values.type(), values.shape()));
      copy.copyInPlace(this);
      return copy;
    }

    Layer keptIn(TensorScope scope) {
      return new Layer(scope.keep(keys), scope.keep(values));
    }

    void close() {
      keys.close();
      values.close();
    }
  }

  /// Some columns, which may be a copy.
  ///
  /// @param from the first column of a slot
  Layer rows(long from, long count);

  /// Overwrites columns, in whatever numbers the new ones are. **Shape**: keys and values [rows,
  /// pairs, headWidth].
  void write(Pass.Places places, Tensor keys, Tensor values);

  /// Overwrites the first columns of a slot.
  ///
  /// @param to the first column of the slot
  void fill(long to, Layer columns);

  /// Copies the first columns of one slot over the first columns of another.
  void copy(long from, long to, long count);

  @Override
  void close();

  /// Row by row, as attention of many tokens reads them.
  record Rows(Layer all) implements LayerColumns {
    static Rows of(ModelConfig config, long columns, DType numbers) {
      long[] shape = {columns, config.keyValueHeads(), config.headWidth()};
      try (var scope = TensorScope.inference()) {
        var zeros = new Layer(Tensor.zeros(numbers, shape), Tensor.zeros(numbers, shape));
        return new Rows(zeros.keptIn(scope));
      }
    }

    @Override
    public Layer rows(long from, long count) {
      return all.narrow(from, count);
    }

    @Override
    public void write(Pass.Places places, Tensor keys, Tensor values) {
      DType numbers = all.keys().type();
      all.keys().copyRowsInPlace(places.columns(), keys.to(numbers));
      all.values().copyRowsInPlace(places.columns(), values.to(numbers));
    }

    @Override
    public void fill(long to, Layer columns) {
      rows(to, columns.keys().size(0)).copyInPlace(columns);
    }

    @Override
    public void copy(long from, long to, long count) {
      rows(to, count).copyInPlace(rows(from, count));
    }

    @Override
    public void close() {
      all.close();
    }
  }
}

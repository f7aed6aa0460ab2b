package cai.transformer.cache;

import cai.tensor.Tensor;

/// The keys and values that a cache holds for one layer, a column for each token.
sealed interface LayerColumns extends AutoCloseable permits ColumnRows, KeyBlocks {
  /// The first columns of a slot, which may be a copy.
  ///
  /// @param from the first column of the slot
  KeysAndValues rows(long from, long count);

  /// Overwrites columns, whatever the type of the new keys and values. **Shape**: both [rows,
  /// pairs, headWidth].
  void write(NewColumns places, Tensor keys, Tensor values);

  /// Overwrites the first columns of a slot.
  ///
  /// @param to the first column of the slot
  void fill(long to, KeysAndValues columns);

  /// Copies the first columns of one slot over the first columns of another.
  ///
  /// @param from the first column of the slot that is read
  /// @param to the first column of the slot that is written
  void copy(long from, long to, long count);

  @Override
  void close();
}

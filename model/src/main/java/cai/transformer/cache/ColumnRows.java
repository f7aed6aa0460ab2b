package cai.transformer.cache;

import cai.tensor.DType;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.ModelConfig;

/// Keys and values of one layer row by row, as fused attention of many tokens reads them fastest.
record ColumnRows(KeysAndValues all) implements LayerColumns {
  static ColumnRows of(ModelConfig config, long columns, DType type) {
    long[] shape = {columns, config.keyValueHeads(), config.headWidth()};
    try (var scope = TensorScope.inference()) {
      var zeros = new KeysAndValues(Tensor.zeros(type, shape), Tensor.zeros(type, shape));
      return new ColumnRows(zeros.keptIn(scope));
    }
  }

  @Override
  public KeysAndValues rows(long from, long count) {
    return all.narrow(from, count);
  }

  @Override
  public void write(NewColumns places, Tensor keys, Tensor values) {
    DType type = all.keys().type();
    all.keys().copyRowsInPlace(places.columns(), keys.to(type));
    all.values().copyRowsInPlace(places.columns(), values.to(type));
  }

  @Override
  public void fill(long to, KeysAndValues columns) {
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

package cai.transformer.cache;

import cai.tensor.DType;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;

/// Keys and values of some columns of one layer. **Shape**: each [columns, pairs, headWidth].
public record KeysAndValues(Tensor keys, Tensor values) {
  /// Some of the columns, as views.
  public KeysAndValues narrow(long from, long length) {
    return new KeysAndValues(keys.narrow(0, from, length), values.narrow(0, from, length));
  }

  /// The columns of the given numbers, copied. **Shape**: numbers [count].
  public KeysAndValues select(Tensor numbers) {
    return new KeysAndValues(keys.select(0, numbers), values.select(0, numbers));
  }

  /// The columns in another type; the same tensors where they have that type.
  public KeysAndValues to(DType type) {
    return new KeysAndValues(keys.to(type), values.to(type));
  }

  void copyInPlace(KeysAndValues other) {
    keys.copyInPlace(other.keys);
    values.copyInPlace(other.values);
  }

  /// A copy that belongs to the present scope.
  KeysAndValues copied() {
    var copy =
        new KeysAndValues(
            Tensor.empty(keys.type(), keys.shape()), Tensor.empty(values.type(), values.shape()));
    copy.copyInPlace(this);
    return copy;
  }

  KeysAndValues keptIn(TensorScope scope) {
    return new KeysAndValues(scope.keep(keys), scope.keep(values));
  }

  void close() {
    keys.close();
    values.close();
  }
}

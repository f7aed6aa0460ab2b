package cai.transformer.sequences;

import cai.tensor.DType;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.HashMap;
import java.util.Map;

/// Memory that passes use again and again, by name, because fresh memory costs a page fault for
/// every 4 KB.
final class Buffers implements AutoCloseable {
  private final Map<String, Tensor> byName = new HashMap<>();

  /// Fp32 memory of undefined content, valid until the same name is taken again. **Shape**: [rows,
  /// columns].
  Tensor take(String name, long rows, long columns) {
    return take(name, DType.FLOAT32, rows, columns);
  }

  /// Memory of another type. A name must always be taken with the same type. **Shape**: [rows,
  /// columns].
  Tensor take(String name, DType type, long rows, long columns) {
    Tensor held = byName.get(name);
    if (held == null || held.elements() < rows * columns) {
      if (held != null) held.close();
      try (var scope = TensorScope.inference()) {
        held = scope.keepForGood(Tensor.empty(type, rows * columns));
      }
      byName.put(name, held);
    }
    return held.narrow(0, 0, rows * columns).view(rows, columns);
  }

  /// Bytes of the memory whose names have a beginning.
  long bytes(String begin) {
    return byName.entrySet().stream()
        .filter(one -> one.getKey().startsWith(begin))
        .mapToLong(one -> one.getValue().type().bytes() * one.getValue().elements())
        .sum();
  }

  @Override
  public void close() {
    byName.values().forEach(Tensor::close);
    byName.clear();
  }
}

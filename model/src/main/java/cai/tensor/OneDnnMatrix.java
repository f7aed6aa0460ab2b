package cai.tensor;

import java.util.ArrayList;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.bytedeco.pytorch.IValue;

/// A matrix in oneDNN's layout, multiplied in its own type, fp32 or bf16. An operation on each
/// element of a product is done before the element is written to memory.
record OneDnnMatrix(Tensor packed, DType numbers) implements PackedMatrix {
  private static final Operator PACK = new Operator("mkldnn::_reorder_linear_weight");
  private static final Operator LINEAR = new Operator("mkldnn::_linear_pointwise");
  private static final Operator BINARY = new Operator("mkldnn::_linear_pointwise", "binary");

  static OneDnnMatrix of(Tensor matrix) {
    try (var scope = TensorScope.inference()) {
      return new OneDnnMatrix(scope.keepForGood(passing(matrix).packed), matrix.type());
    }
  }

  static OneDnnMatrix passing(Tensor matrix) {
    IValue anyRows = new IValue();
    return new OneDnnMatrix(
        PACK.call(1, new IValue(matrix.handle()), anyRows).getFirst(), matrix.type());
  }

  @Override
  public Tensor products(Tensor rows) {
    return inCalls(rows, Optional.empty(), (some, _) -> then("none", some));
  }

  @Override
  public Tensor silu(Tensor rows) {
    return inCalls(rows, Optional.empty(), (some, _) -> then("swish", some));
  }

  /// Computes a product in one call, or in calls of few rows where the bits of a row depend on the
  /// number of rows in a call.
  ///
  /// @param others second operand, which has a row for each of `rows`
  private Tensor inCalls(Tensor rows, Optional<Tensor> others, BinaryOperator<Tensor> product) {
    long count = rows.size(0);
    boolean all =
        numbers != DType.FLOAT32
            || rows.dimensions() != 2
            || count <= SameRows.FEW
            || SameRows.AMONG_MANY;
    if (all) return product.apply(rows, others.orElse(rows));
    var parts = new ArrayList<Tensor>();
    for (long from = 0; from < count; from += SameRows.FEW) {
      long some = Math.min(SameRows.FEW, count - from);
      parts.add(
          product.apply(rows.narrow(0, from, some), others.orElse(rows).narrow(0, from, some)));
    }
    return Tensor.concatenate(parts, 0);
  }

  /// The product of all rows in one call.
  Tensor call(Tensor rows) {
    return then("none", rows);
  }

  private Tensor then(String operation, Tensor rows) {
    return LINEAR
        .call(
            1,
            new IValue(rows.to(numbers).handle()),
            new IValue(packed.handle()),
            new IValue(),
            new IValue(operation),
            new IValue(LINEAR.list(4)),
            new IValue())
        .getFirst();
  }

  @Override
  public Tensor scaled(Tensor factors, Tensor rows) {
    return inCalls(rows, Optional.of(factors), (some, own) -> with(own, "mul", some));
  }

  @Override
  public Tensor onto(Tensor base, Tensor rows) {
    return numbers == DType.FLOAT32
        ? inCalls(rows, Optional.of(base), (some, own) -> with(own, "add", some))
        : base.add(products(rows));
  }

  private Tensor with(Tensor other, String operation, Tensor rows) {
    return BINARY
        .call(
            1,
            new IValue(rows.to(numbers).handle()),
            new IValue(other.handle()),
            new IValue(packed.handle()),
            new IValue(),
            new IValue(operation))
        .getFirst();
  }

  @Override
  public void close() {
    packed.close();
  }
}

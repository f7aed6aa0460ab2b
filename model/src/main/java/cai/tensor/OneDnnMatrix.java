package cai.tensor;

import org.bytedeco.pytorch.IValue;

/// A matrix in oneDNN's layout, fp32 or bf16, in whose numbers it is multiplied. What is done with
/// each element of a product is done before it is written.
record OneDnnMatrix(Tensor packed, DType numbers) implements PackedMatrix {
  private static final Operator PACK = new Operator("mkldnn::_reorder_linear_weight");
  private static final Operator LINEAR = new Operator("mkldnn::_linear_pointwise");
  private static final Operator BINARY = new Operator("mkldnn::_linear_pointwise", "binary");

  static OneDnnMatrix of(Tensor matrix) {
    try (var scope = TensorScope.inference()) {
      IValue anyRows = new IValue();
      Tensor packed = PACK.call(1, new IValue(matrix.handle()), anyRows).getFirst();
      return new OneDnnMatrix(scope.keepForGood(packed), matrix.type());
    }
  }

  @Override
  public Tensor products(Tensor rows) {
    return then("none", rows);
  }

  @Override
  public Tensor silu(Tensor rows) {
    return then("swish", rows);
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
    return with(factors, "mul", rows);
  }

  @Override
  public Tensor onto(Tensor base, Tensor rows) {
    return numbers == DType.FLOAT32 ? with(base, "add", rows) : base.add(products(rows));
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

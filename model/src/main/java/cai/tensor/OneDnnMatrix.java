package cai.tensor;

import org.bytedeco.pytorch.IValue;

/// An fp32 matrix in oneDNN's layout.
record OneDnnMatrix(Tensor packed) implements PackedMatrix {
  private static final Operator PACK = new Operator("mkldnn::_reorder_linear_weight");
  private static final Operator LINEAR = new Operator("mkldnn::_linear_pointwise");

  static OneDnnMatrix of(Tensor matrix) {
    try (var scope = TensorScope.inference()) {
      IValue anyRows = new IValue();
      return new OneDnnMatrix(
          scope.keepForGood(PACK.call(1, new IValue(matrix.handle()), anyRows).getFirst()));
    }
  }

  @Override
  public Tensor products(Tensor rows) {
    return LINEAR
        .call(
            1,
            new IValue(rows.handle()),
            new IValue(packed.handle()),
            new IValue(),
            new IValue("none"),
            new IValue(LINEAR.list(4)),
            new IValue())
        .getFirst();
  }

  @Override
  public void close() {
    packed.close();
  }
}

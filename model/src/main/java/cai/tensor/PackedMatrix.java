package cai.tensor;

import org.bytedeco.pytorch.IValue;

/// A matrix in the layout in which oneDNN multiplies it fastest, which no other operation reads.
public final class PackedMatrix implements AutoCloseable {
  private static final Operator PACK = new Operator("mkldnn::_reorder_linear_weight");
  private static final Operator LINEAR = new Operator("mkldnn::_linear_pointwise");

  private final Tensor packed;

  private PackedMatrix(Tensor packed) {
    this.packed = packed;
  }

  /// Packs a copy, which belongs to no scope. **Shape**: [out, in], fp32.
  public static PackedMatrix of(Tensor matrix) {
    try (var scope = TensorScope.inference()) {
      IValue anyRows = new IValue();
      return new PackedMatrix(
          scope.keepForGood(PACK.call(1, new IValue(matrix.handle()), anyRows).getFirst()));
    }
  }

  /// `rows * matrix^T`, without gradients. **Shape**: [.., in] gives [.., out].
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

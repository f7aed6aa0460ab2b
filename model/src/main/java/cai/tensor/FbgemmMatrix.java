package cai.tensor;

import org.bytedeco.pytorch.IValue;

/// A matrix in half precision in FBGEMM's layout, multiplied in fp32.
record FbgemmMatrix(IValue packed) implements PackedMatrix {
  private static final Operator PACK = new Operator("quantized::linear_prepack_fp16");
  private static final Operator LINEAR = new Operator("quantized::linear_dynamic_fp16");

  static FbgemmMatrix of(Tensor matrix) {
    try (var _ = TensorScope.inference()) {
      IValue noBias = new IValue();
      return new FbgemmMatrix(PACK.object(new IValue(matrix.handle()), noBias));
    }
  }

  @Override
  public Tensor products(Tensor rows) {
    return LINEAR.call(1, new IValue(rows.handle()), packed).getFirst();
  }

  @Override
  public Tensor silu(Tensor rows) {
    return products(rows).siluInPlace();
  }

  @Override
  public Tensor scaled(Tensor factors, Tensor rows) {
    return products(rows).mulInPlace(factors);
  }

  @Override
  public Tensor onto(Tensor base, Tensor rows) {
    return products(rows).addInPlace(base);
  }

  @Override
  public void close() {
    packed.releaseReference();
  }
}

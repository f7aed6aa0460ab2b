package cai.transformer;

import cai.tensor.DType;
import cai.tensor.PackedMatrix;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;

/// In which numbers linear layers multiply, and attention where the processor has tiles for it; the
/// residual stream, norms, rotary embedding and whatever is summed up are fp32.
public enum Arithmetic {
  /// Exact and the same everywhere.
  FP32,
  /// Frozen weights rounded to half precision, inputs and sums in fp32, trained layers exact: reads
  /// half the bytes, and multiplies faster where the processor has no more than AVX2.
  FP16,
  /// Inputs and weights rounded to bfloat16, sums in fp32: several times faster where the processor
  /// multiplies bfloat16 natively (AVX512-BF16, AMX), several times slower elsewhere. With AMX
  /// attention is rounded too; without it that would be slow.
  BF16;

  /// The type that trained weights, and the rows that they multiply, are rounded to.
  public DType products() {
    return this == BF16 ? DType.BFLOAT16 : DType.FLOAT32;
  }

  /// The type that queries, keys and values are rounded to.
  public DType attention() {
    return this == BF16 && MachineArithmetic.hasTiles() ? DType.BFLOAT16 : DType.FLOAT32;
  }

  /// A frozen weight laid out for products. **Shape**: [out, in].
  public PackedMatrix packed(Tensor weight) {
    return switch (this) {
      case FP32 -> PackedMatrix.of(weight);
      case FP16 -> PackedMatrix.half(weight);
      case BF16 -> {
        try (var _ = TensorScope.inference()) {
          yield PackedMatrix.of(weight.to(DType.BFLOAT16));
        }
      }
    };
  }
}

package cai.transformer;

/// In which numbers linear layers multiply; everything else is fp32.
public enum Arithmetic {
  /// Exact and the same everywhere.
  FP32,
  /// Frozen weights rounded to half precision, inputs and sums in fp32, trained layers exact: reads
  /// half the bytes, and multiplies faster where the processor has no more than AVX2.
  FP16,
  /// Inputs and weights rounded to bfloat16, sums in fp32: several times faster where the processor
  /// multiplies bfloat16 natively (AVX512-BF16, AMX), several times slower elsewhere.
  BF16
}

package cai.transformer;

/// In which numbers linear layers multiply; everything else is fp32.
public enum Arithmetic {
  /// Exact and the same everywhere.
  FP32,
  /// Inputs and weights rounded to bfloat16, sums in fp32: several times faster where the processor
  /// multiplies bfloat16 natively (AVX512-BF16, AMX), several times slower elsewhere.
  BF16
}

package cai.tensor;

import org.bytedeco.pytorch.global.torch.ScalarType;

/// Types of elements.
public enum DType {
  FLOAT32(ScalarType.Float),
  BFLOAT16(ScalarType.BFloat16),
  INT64(ScalarType.Long);

  final ScalarType scalarType;

  DType(ScalarType scalarType) {
    this.scalarType = scalarType;
  }
}

package cai.tensor;

import org.bytedeco.pytorch.global.torch.ScalarType;

/// Types of elements.
public enum DType {
  FLOAT32(ScalarType.Float, Float.BYTES),
  BFLOAT16(ScalarType.BFloat16, Short.BYTES),
  INT64(ScalarType.Long, Long.BYTES);

  final ScalarType scalarType;
  private final int bytes;

  DType(ScalarType scalarType, int bytes) {
    this.scalarType = scalarType;
    this.bytes = bytes;
  }

  /// Bytes of an element.
  public int bytes() {
    return bytes;
  }

  static DType of(ScalarType scalarType) {
    for (DType type : values()) if (type.scalarType == scalarType.intern()) return type;
    throw new IllegalArgumentException("no operation here makes " + scalarType.intern());
  }
}

package cai.bench;

/// The least floating-point operations and bytes read that a computation needs.
///
/// @param flops floating-point operations; a multiplication and an addition are two
/// @param bytes read from memory
record FlopsAndBytes(double flops, double bytes) {
  FlopsAndBytes plus(FlopsAndBytes other) {
    return new FlopsAndBytes(flops + other.flops, bytes + other.bytes);
  }
}

package cai.bench;

/// What a piece of work cannot do without.
///
/// @param flops floating-point operations; a multiplication and an addition are two
/// @param bytes read from memory
record FlopsAndBytes(double flops, double bytes) {
  FlopsAndBytes plus(FlopsAndBytes other) {
    return new FlopsAndBytes(flops + other.flops, bytes + other.bytes);
  }
}

package cai.bench;

/// What a piece of work cannot do without.
///
/// @param flops floating-point operations; a multiplication and an addition are two
/// @param bytes read from memory
record Cost(double flops, double bytes) {
  Cost plus(Cost other) {
    return new Cost(flops + other.flops, bytes + other.bytes);
  }
}

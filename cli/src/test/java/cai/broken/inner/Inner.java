package cai.broken.inner;

import cai.broken.Outer;

/// The other half of the cycle of [Outer].
public record Inner() {
  int number() {
    return Outer.NUMBER;
  }
}

package cai.broken;

import cai.broken.inner.Inner;

/// One half of a cycle between a package and its subpackage, for the test of the rule.
public record Outer(Inner inner) {
  /// Used by the other half.
  public static final int NUMBER = Integer.parseInt("1");
}

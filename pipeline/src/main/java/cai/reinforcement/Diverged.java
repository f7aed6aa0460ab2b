package cai.reinforcement;

/// The policy has left what its guards allow.
final class Diverged extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param what was found, a clause
  Diverged(String what) {
    super(what);
  }
}

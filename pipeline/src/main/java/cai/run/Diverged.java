package cai.run;

/// A training has left what its guards allow.
public final class Diverged extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param what was found, a clause
  public Diverged(String what) {
    super(what);
  }
}

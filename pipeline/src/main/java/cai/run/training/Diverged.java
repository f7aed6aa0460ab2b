package cai.run.training;

/// Training has left the range that its guards allow.
public final class Diverged extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param what the reason, as a clause of a sentence
  public Diverged(String what) {
    super(what);
  }
}

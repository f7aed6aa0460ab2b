package cai.run.training;

/// Training has left the range that its guards allow.
public final class Diverged extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param what the reason, as a clause of a sentence
  public Diverged(String what) {
    super(what);
  }

  /// Whether a loss has risen by more than guessing among all tokens costs, which is no training.
  ///
  /// @param before nats per token
  /// @param after nats per token
  public static boolean rose(double before, double after, int vocabulary) {
    return after > before + Math.log(vocabulary);
  }
}

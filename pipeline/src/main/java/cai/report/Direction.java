package cai.report;

/// Which change of a measure is the better one.
enum Direction {
  HIGHER,
  LOWER,
  /// Neither by itself: a longer answer is not a better one.
  NEITHER;

  /// What a change that is shown is: better, worse, or moved where neither way is better.
  Movement.Verdict of(double change) {
    return switch (this) {
      case HIGHER -> change > 0 ? Movement.Verdict.BETTER : Movement.Verdict.WORSE;
      case LOWER -> change < 0 ? Movement.Verdict.BETTER : Movement.Verdict.WORSE;
      case NEITHER -> Movement.Verdict.MOVED;
    };
  }
}

package cai.preference;

/// Whether a score gap and a label prefer the same answer.
final class Agreement {
  private Agreement() {}

  /// 1 where both prefer the same answer, 0 where they differ, 1/2 where either is undecided.
  static double of(double probabilityFirst, double gap) {
    double product = Math.signum(probabilityFirst - 0.5) * Math.signum(gap);
    return (product + 1) / 2;
  }
}

package cai.training;

/// Learning rate over the steps of a run: a linear warm-up, then constant or falling linearly to
/// zero.
///
/// @param peak learning rate after the warm-up
/// @param warmup steps of the warm-up
/// @param total steps of the run
/// @param decay whether it falls after the warm-up
public record Schedule(double peak, int warmup, int total, boolean decay) {
  public Schedule {
    if (!(peak > 0)) throw new IllegalArgumentException("peak=" + peak + " must be positive");
    if (warmup < 0 || total < 1)
      throw new IllegalArgumentException("warmup=" + warmup + ", total=" + total);
  }

  /// The rate of a step, counted from 0.
  public double at(int step) {
    if (step < warmup) return peak * (step + 1) / (warmup + 1);
    if (!decay) return peak;
    return peak * Math.max(0, total - step) / Math.max(1, total - warmup);
  }
}

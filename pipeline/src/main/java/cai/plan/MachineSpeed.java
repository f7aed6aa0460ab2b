package cai.plan;

/// How fast this machine works with a run's model. **Unit**: tokens per second.
///
/// @param prefill tokens read, several sequences at once
/// @param decode tokens sampled in all, with as many sequences at once as the recipe's `model.rows`
/// @param training tokens carried forward and back through the trained layers, what the frozen ones
///   make of them being known; optimiser steps included
/// @param trainedShare of the layers, from the top, at which `training` was measured
public record MachineSpeed(double prefill, double decode, double training, double trainedShare) {
  public MachineSpeed {
    requirePositive("prefill", prefill);
    requirePositive("decode", decode);
    requirePositive("training", training);
    if (!(trainedShare > 0 && trainedShare <= 1))
      throw new IllegalArgumentException("trained share=" + trainedShare + " must be in (0, 1]");
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value))
      throw new IllegalArgumentException(name + "=" + value + " must be positive");
  }

  /// Time of some work, seconds. Another trained share `s` takes `s / trainedShare` of the measured
  /// time.
  double seconds(Phase phase) {
    double training = phase.tokensTrained() * phase.trainedShare() / trainedShare / this.training;
    return phase.depth() * (phase.tokensIn() / prefill + training) + phase.tokensOut() / decode;
  }
}

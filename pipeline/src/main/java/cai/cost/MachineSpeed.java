package cai.cost;

/// How fast this machine works with a run's model. **Unit**: tokens per second.
///
/// @param prefill tokens read, several sequences at once
/// @param decode tokens sampled in all, with as many sequences at once as the recipe's `model.rows`
/// @param training tokens carried forward and back through the trained layers, what the frozen ones
///   make of them being known; optimiser steps included
/// @param trainingWork that `training` was measured with, for a token, as a share of that of
///   training all weights
public record MachineSpeed(double prefill, double decode, double training, double trainingWork) {
  public MachineSpeed {
    requirePositive("prefill", prefill);
    requirePositive("decode", decode);
    requirePositive("training", training);
    if (!(trainingWork > 0 && trainingWork <= 1))
      throw new IllegalArgumentException("training work=" + trainingWork + " must be in (0, 1]");
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value))
      throw new IllegalArgumentException(name + "=" + value + " must be positive");
  }

  /// Time of some work, seconds. Training with other work takes as much more or less time.
  double seconds(Phase phase) {
    double training = phase.tokensTrained() * phase.trainingWork() / trainingWork / this.training;
    return phase.depth() * (phase.tokensIn() / prefill + training) + phase.tokensOut() / decode;
  }
}

package cai.cost;

/// How fast this machine works with a run's model. **Unit**: tokens per second.
///
/// @param prefill tokens read, several sequences at once
/// @param decode tokens sampled in all, with as many sequences at once as the recipe's `model.rows`
/// @param training tokens carried forward and back through the trained layers, optimiser steps
///   included; the outputs of the frozen layers were computed before
/// @param trainingWork [Training#work] of the training that `training` was measured with
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

  /// Time of a phase, seconds. The time of training grows in proportion to [Training#work].
  double seconds(Phase phase) {
    double training = phase.tokensTrained() * phase.trainingWork() / trainingWork / this.training;
    return phase.depth() * (phase.tokensIn() / prefill + training) + phase.tokensOut() / decode;
  }
}

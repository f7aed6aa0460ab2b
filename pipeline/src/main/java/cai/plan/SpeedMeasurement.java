package cai.plan;

/// The port through which a plan learns how fast the machine is. The engine implements it by
/// working for a few seconds with the run's model.
@FunctionalInterface
public interface SpeedMeasurement {
  /// Measures.
  ///
  /// @param rows sequences sampled at once
  /// @param training of which the speed is measured
  MachineSpeed measure(int rows, Training training);

  /// A way to train.
  ///
  /// @param share of the layers, from the top, in (0, 1]
  /// @param rank of the adapters that are trained in place of weights; 0 trains the weights
  record Training(double share, int rank) {
    private static final double WITHOUT_GRADIENTS_OF_WEIGHTS = 2 / 3.0;

    /// Its work for a token, as a share of that of training all weights.
    double work() {
      return rank > 0 ? WITHOUT_GRADIENTS_OF_WEIGHTS * share : share;
    }
  }
}

package cai.plan;

/// The port through which a plan learns how fast the machine is. The engine implements it by
/// working for a few seconds with the run's model.
@FunctionalInterface
public interface SpeedMeasurement {
  /// Measures.
  ///
  /// @param rows sequences sampled at once
  /// @param trainedShare of the layers that is trained, from the top, in (0, 1]
  MachineSpeed measure(int rows, double trainedShare);
}

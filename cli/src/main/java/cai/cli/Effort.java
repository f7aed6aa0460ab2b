package cai.cli;

import cai.transformer.ModelConfig;

/// What a stage has to compute.
///
/// @param items chains, sequences, pairs or answers
/// @param read tokens that go in
/// @param written tokens that are generated, at most
/// @param trained tokens that are learnt from, repetitions counted
/// @param trainedShare share of the layers that learn
/// @param depth share of the layers that are computed
record Effort(
    long items, long read, long written, long trained, double trainedShare, double depth) {
  // The backward pass of a layer against its forward pass, measured with LibTorch on two machines.
  private static final double BACKWARD = 2.5;

  static Effort none(long items) {
    return new Effort(items, 0, 0, 0, 0, 1);
  }

  static Effort texts(long items, long read, long written) {
    return new Effort(items, read, written, 0, 0, 1);
  }

  /// Expected time at a pace.
  double seconds(ModelConfig config, Pace pace) {
    double layers = config.layers() * depth;
    double reading = read * pace.layer() * layers;
    double writing = written * (pace.step() * layers + pace.head());
    double perTrained =
        pace.layer() * layers * (1 + BACKWARD * trainedShare) + (depth < 1 ? 0 : 3 * pace.head());
    return reading + writing + trained * perTrained;
  }
}

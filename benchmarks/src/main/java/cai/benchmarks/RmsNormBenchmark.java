package cai.benchmarks;

import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/// The norm before each half of a layer.
public class RmsNormBenchmark extends TimedOperation {
  @Param({"1", "64", "2048"})
  int rows;

  private Tensor input;
  private Tensor weight;

  @Setup
  public void prepare() {
    input = Shapes.random(rows, Shapes.WIDTH);
    weight = Shapes.random(Shapes.WIDTH);
  }

  @Benchmark
  public long rmsNorm() {
    try (var _ = TensorScope.inference()) {
      return input.rmsNorm(weight, 1e-5).elements();
    }
  }

  @TearDown
  public void free() {
    input.close();
    weight.close();
  }
}

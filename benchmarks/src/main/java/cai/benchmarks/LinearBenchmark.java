package cai.benchmarks;

import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/// A linear layer from the width of the model to that of its feed-forward layer.
public class LinearBenchmark extends TimedOperation {
  @Param({"1", "8", "32", "64", "256", "2048"})
  int rows;

  private Tensor input;
  private Tensor weight;

  @Setup
  public void prepare() {
    input = Shapes.random(rows, Shapes.WIDTH);
    weight = Shapes.random(Shapes.FEED_FORWARD, Shapes.WIDTH);
  }

  @Benchmark
  public long linear() {
    try (var _ = TensorScope.inference()) {
      return input.linear(weight).elements();
    }
  }

  @TearDown
  public void free() {
    input.close();
    weight.close();
  }
}

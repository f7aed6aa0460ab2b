package cai.benchmarks;

import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.training.AdamW;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/// One step of AdamW on the weights of one layer.
public class OptimiserBenchmark extends TimedOperation {
  private Tensor weight; // as many values as a layer has weights
  private Tensor input;
  private AdamW optimiser;

  @Setup
  public void prepare() {
    input = Shapes.random(1, Shapes.WIDTH);
    weight = Shapes.random(6144, Shapes.WIDTH).trained(true);
    optimiser = new AdamW(List.of(weight), AdamW.Settings.usual());
  }

  /// A step forgets its gradient, so each needs a new one: that of one row's sum, which is
  /// included.
  @Benchmark
  public void step() {
    try (var _ = TensorScope.training()) {
      input.linear(weight).sum().backward();
    }
    optimiser.step(1e-9, 1);
  }

  @TearDown
  public void free() {
    optimiser.close();
    weight.close();
    input.close();
  }
}

package cai.benchmarks;

import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.training.AdamW;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// One step of AdamW on the weights of one layer.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OptimiserBenchmark {
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

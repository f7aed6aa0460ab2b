package cai.benchmarks;

import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// A linear layer from the width of the model to that of its feed-forward layer.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LinearBenchmark {
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

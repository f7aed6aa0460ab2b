package cai.transformer;

import cai.benchmarks.Shapes;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

/// The rotary embedding of the queries of one layer.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RotaryBenchmark {
  @Param({"1", "64", "2048"})
  int tokens;

  private Rotary rotary;
  private Tensor positions; // [tokens]
  private Tensor queries; // [1, tokens, heads, headWidth]

  @Setup
  public void prepare() {
    var config =
        new ModelConfig(
            1,
            Shapes.WIDTH,
            Shapes.HEADS,
            Shapes.PAIRS,
            Shapes.HEAD_WIDTH,
            Shapes.FEED_FORWARD,
            Shapes.VOCABULARY,
            2048,
            1e-5,
            100_000,
            Optional.empty(),
            true);
    rotary = new Rotary(config);
    positions = Tensor.of(IntStream.range(0, tokens).toArray());
    queries = Shapes.random(1, tokens, Shapes.HEADS, Shapes.HEAD_WIDTH);
  }

  @Benchmark
  public long turn() {
    try (var _ = TensorScope.inference()) {
      return rotary.turn(queries, rotary.at(positions, 1, tokens)).elements();
    }
  }

  @TearDown
  public void free() {
    rotary.close();
    positions.close();
    queries.close();
  }
}

package cai.benchmarks;

import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.ModelConfig;
import cai.transformer.weights.Rotary;
import java.util.Optional;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/// The rotary embedding of the queries of one layer.
public class RotaryBenchmark extends TimedOperation {
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

package cai.language.local;

import cai.benchmarks.Shapes;
import cai.language.Generation.Sampling;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
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

/// The next token of each of 64 sequences, drawn from all tokens or from the likeliest.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SamplingBenchmark {
  private static final int ROWS = 64;

  @Param({"1", "0.9"})
  double topP;

  private Tensor logits; // [rows, vocab]
  private TokenSampler sampler;
  private RandomGenerator[] random;

  @Setup
  public void prepare() {
    logits = Shapes.random(ROWS, Shapes.VOCABULARY).mulInPlace(40);
    sampler = new TokenSampler(new Sampling(1, topP, 0, 1, List.of(), 1));
    random = Shapes.generators(ROWS);
  }

  @Benchmark
  public Object draw() {
    try (var _ = TensorScope.inference()) {
      return sampler.draw(logits, random);
    }
  }

  @TearDown
  public void free() {
    logits.close();
  }
}

package cai.benchmarks;

import cai.language.Generation.Sampling;
import cai.language.local.TokenSampler;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.List;
import java.util.random.RandomGenerator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/// The next token of each of 64 sequences, drawn from all tokens or from the likeliest.
public class SamplingBenchmark extends TimedOperation {
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

package cai.benchmarks;

import cai.tensor.Attention;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/// One new token of each of 64 sequences attends to the 1,500 columns that all of them share, as
/// one dense product, or each to a copy of its own.
public class SharedPrefixAttentionBenchmark extends TimedOperation {
  private static final int SEQUENCES = 64;
  private static final int COLUMNS = 1500;
  private static final int GROUP = Shapes.HEADS / Shapes.PAIRS;

  private Tensor queries; // [sequences, pairs, group, headWidth]
  private Tensor together; // the same, [1, pairs, sequences * group, headWidth]
  private Tensor keys; // [1, pairs, columns, headWidth]
  private Tensor copies; // [sequences, pairs, columns, headWidth]

  @Setup
  public void prepare() {
    queries = Shapes.random(SEQUENCES, Shapes.PAIRS, GROUP, Shapes.HEAD_WIDTH);
    together = Shapes.random(1, Shapes.PAIRS, SEQUENCES * GROUP, Shapes.HEAD_WIDTH);
    keys = Shapes.random(1, Shapes.PAIRS, COLUMNS, Shapes.HEAD_WIDTH);
    copies = Shapes.random(SEQUENCES, Shapes.PAIRS, COLUMNS, Shapes.HEAD_WIDTH);
  }

  @Benchmark
  public long sharedPrefix() {
    try (var _ = TensorScope.inference()) {
      return Attention.full(together, keys, keys, Optional.empty()).mixed().elements();
    }
  }

  @Benchmark
  public long prefixOfEachSequence() {
    try (var _ = TensorScope.inference()) {
      return Attention.full(queries, copies, copies, Optional.empty()).mixed().elements();
    }
  }

  @TearDown
  public void free() {
    queries.close();
    together.close();
    keys.close();
    copies.close();
  }
}

package cai.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BenchTableTest {
  private static final Measured KNOWN =
      new Measured("decode-64-shared", 1234.5, 3.25, 0.752, 0.034, Optional.of(1_250_000_000L));
  private static final Measured UNKNOWN =
      new Measured("ppo-full", 24.61, 52.0, 1.2, 0.5, Optional.empty());

  @Test
  void linesAreAlignedUnderTheirHeads() {
    String head =
        BenchTable.head("A processor", new MachinePeak(2, 176.4e9, 29.26e9), "tiny (GGUF, fp32)");
    assertThat(head + BenchTable.row(KNOWN) + BenchTable.row(UNKNOWN))
        .isEqualTo(
            """
            A processor, 2 threads: 176 GFLOP/s in large fp32 products, 29.3 GB/s of memory
            tiny (GGUF, fp32)

            name                     tokens/s   seconds    GEMM  bandwidth     memory
            decode-64-shared            1,235      3.25    75 %      3.4 %    1.25 GB
            ppo-full                     24.6     52.00   120 %       50 %    unknown
            """);
  }

  @Test
  void anUnknownPeakOfMemoryIsSaidInWords() {
    assertThat(BenchTable.foot(List.of(KNOWN))).isEmpty();
    assertThat(BenchTable.foot(List.of(KNOWN, UNKNOWN)))
        .startsWith("The peak of memory is unknown");
  }
}

package cai.transformer;

import cai.UserError;
import cai.tensor.DType;
import cai.tensor.PackedMatrix;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The arithmetic that suits a machine: bf16 where the CPU multiplies bf16 natively and a short
/// measurement confirms that it is faster, fp32 elsewhere.
///
/// @param nativeBf16 whether the CPU has instructions for it (AVX512-BF16)
/// @param fp32 matrix products, GFLOP/s
/// @param bf16 the same, conversions included; 0 where the CPU would emulate it
public record MachineArithmetic(boolean nativeBf16, double fp32, double bf16) {
  private static final Path CPU = Path.of("/proc/cpuinfo");
  // Every processor with AMX has it too.
  private static final String NATIVE = "avx512_bf16";
  private static final double WORTHWHILE = 1.2;
  private static final long MEASURED_NANOS = 300_000_000L;
  private static final int ROWS = 256;
  private static final int WIDTH = 576;
  private static final int WIDER = 1536;

  /// Asks the CPU and measures for about a second.
  public static MachineArithmetic measured() {
    // Without native bf16 the choice is known, but what the machine does is worth telling.
    boolean isNative = hasNativeBf16(cpuFlags());
    try (var _ = TensorScope.inference()) {
      Tensor input = ramp(ROWS, WIDTH);
      Tensor weight = ramp(WIDER, WIDTH);
      double fp32;
      try (var packed = PackedMatrix.of(weight)) {
        fp32 = rate(() -> packed.products(input));
      }
      if (!isNative) return new MachineArithmetic(false, fp32, 0);
      Tensor rounded = weight.to(DType.BFLOAT16);
      double bf16 = rate(() -> input.to(DType.BFLOAT16).linear(rounded).to(DType.FLOAT32));
      return new MachineArithmetic(true, fp32, bf16);
    }
  }

  /// The choice, measured only where there is one.
  public static Arithmetic chosen() {
    return hasNativeBf16(cpuFlags()) ? measured().choice() : Arithmetic.FP32;
  }

  /// What to compute in.
  public Arithmetic choice() {
    return bf16 > WORTHWHILE * fp32 ? Arithmetic.BF16 : Arithmetic.FP32;
  }

  /// The flags of the first CPU; empty where the system does not tell.
  public static Set<String> cpuFlags() {
    if (!Files.exists(CPU)) return Set.of();
    try (Stream<String> lines = Files.lines(CPU)) {
      return lines
          .filter(line -> line.startsWith("flags"))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip().split(" +"))
          .map(flags -> Arrays.stream(flags).collect(Collectors.toUnmodifiableSet()))
          .orElse(Set.of());
    } catch (IOException e) {
      throw new UserError(CPU + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  static boolean hasNativeBf16(Set<String> flags) {
    // The variable caps the instructions that the kernels may use, whatever the CPU has.
    String cap = System.getenv().getOrDefault("ONEDNN_MAX_CPU_ISA", "");
    return !cap.startsWith("AVX2") && flags.contains(NATIVE);
  }

  private static Tensor ramp(int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) values[i] = (i % 17 - 8) / 8f;
    return Tensor.of(values, rows, columns);
  }

  /// The best of several short measurements, because other work only ever makes them slower.
  private static double rate(Supplier<Tensor> product) {
    double best = 0;
    long end = System.nanoTime() + MEASURED_NANOS;
    while (System.nanoTime() < end) {
      long start = System.nanoTime();
      for (int i = 0; i < 4; i++) {
        try (var _ = TensorScope.inference()) {
          product.get();
        }
      }
      best = Math.max(best, 4 * 2.0 * ROWS * WIDTH * WIDER / (System.nanoTime() - start));
    }
    return best;
  }
}

package cai.transformer;

import cai.files.FileFault;
import cai.tensor.DType;
import cai.tensor.Lanes;
import cai.tensor.PackedMatrix;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/// The arithmetic that suits a machine: bf16 where the CPU multiplies bf16 natively and a short
/// measurement confirms that it is faster, frozen weights in half precision where there is AVX2 and
/// nothing wider and they are faster, fp32 elsewhere.
///
/// @param fp32 speed of linear layers, GFLOP/s
/// @param fp16 speed with weights in half precision, GFLOP/s; empty where that is not considered
/// @param bf16 speed in bf16, conversions included, GFLOP/s; empty where the CPU would emulate it
public record MachineArithmetic(double fp32, OptionalDouble fp16, OptionalDouble bf16) {
  private static final Path CPU = Path.of("/proc/cpuinfo");
  // Every processor with AMX has it too.
  private static final String NATIVE = "avx512_bf16";
  private static final double WORTHWHILE = 1.2;
  private static final int ROUNDS = 5;
  private static final long MEASURED_NANOS = 60_000_000L; // of a shape in a round
  private static final int[] ROWS = {8, 256}; // as in decoding, as in reading
  private static final int MATRICES = 8; // together larger than the caches of a core
  private static final int WIDTH = 576;
  private static final int WIDER = 1536;

  /// Asks the CPU and measures for a second or two.
  public static MachineArithmetic measured() {
    Set<String> flags = cpuFlags();
    try (var _ = TensorScope.inference()) {
      Tensor weight = ramp(WIDER, WIDTH);
      return median(
          Stream.generate(() ->
                  new MachineArithmetic(
                      rate(Arithmetic.FP32, weight),
                      rate(Arithmetic.FP16, suitsFp16(flags), weight),
                      rate(Arithmetic.BF16, hasNativeBf16(flags), weight)))
              .limit(ROUNDS)
              .toList());
    }
  }

  private static OptionalDouble rate(Arithmetic arithmetic, boolean suits, Tensor weight) {
    return suits ? OptionalDouble.of(rate(arithmetic, weight)) : OptionalDouble.empty();
  }

  /// The median of rounds: of the speed in fp32, and of the ratio of each other speed to it within
  /// a round. Other work on the machine slows some rounds down, and hits one arithmetic more than
  /// another.
  static MachineArithmetic median(List<MachineArithmetic> rounds) {
    double fp32 = middle(rounds.stream().mapToDouble(MachineArithmetic::fp32));
    return new MachineArithmetic(
        fp32,
        median(rounds, MachineArithmetic::fp16, fp32),
        median(rounds, MachineArithmetic::bf16, fp32));
  }

  private static OptionalDouble median(
      List<MachineArithmetic> rounds,
      Function<MachineArithmetic, OptionalDouble> speed,
      double fp32) {
    if (speed.apply(rounds.getFirst()).isEmpty()) return OptionalDouble.empty();
    return OptionalDouble.of(
        fp32
            * middle(
                rounds.stream().mapToDouble(one -> speed.apply(one).orElseThrow() / one.fp32())));
  }

  private static double middle(DoubleStream numbers) {
    double[] sorted = numbers.sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /// Whether the machine leaves a choice, which must then be measured.
  public static boolean isChoice() {
    Set<String> flags = cpuFlags();
    return suitsFp16(flags) || hasNativeBf16(flags);
  }

  /// Whether the libraries can multiply in an arithmetic on this machine.
  public static boolean supports(Arithmetic arithmetic) {
    return supports(arithmetic, cpuFlags());
  }

  static boolean supports(Arithmetic arithmetic, Set<String> flags) {
    return switch (arithmetic) {
      case FP32 -> true;
      case FP16 -> flags.contains("avx2");
      case BF16 ->
          !cap().startsWith("AVX2")
              && flags.containsAll(Set.of("avx512bw", "avx512vl", "avx512dq"));
    };
  }

  /// The arithmetic to compute in.
  public Arithmetic choice() {
    if (bf16.orElse(0) > WORTHWHILE * fp32) return Arithmetic.BF16;
    return fp16.orElse(0) > WORTHWHILE * fp32 ? Arithmetic.FP16 : Arithmetic.FP32;
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
      throw FileFault.unreadable(CPU, e);
    }
  }

  static boolean hasNativeBf16(Set<String> flags) {
    return !cap().startsWith("AVX2") && flags.contains(NATIVE);
  }

  /// The variable that limits the instructions that kernels may use, whatever the CPU has.
  private static String cap() {
    return System.getenv().getOrDefault("ONEDNN_MAX_CPU_ISA", "");
  }

  /// Whether kernels multiply bf16 by AMX.
  static boolean hasTiles() {
    return Tiles.USED;
  }

  private static final class Tiles {
    static final boolean USED =
        cpuFlags().contains("amx_bf16") && (cap().isEmpty() || cap().contains("AMX"));
  }

  /// Where wider instructions exist, fp32 products are as fast.
  static boolean suitsFp16(Set<String> flags) {
    return flags.containsAll(Set.of("avx2", "fma", "f16c")) && !flags.contains("avx512f");
  }

  private static Tensor ramp(int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) values[i] = (i % 17 - 8) / 8f;
    return Tensor.of(values, rows, columns);
  }

  private static double rate(Arithmetic arithmetic, Tensor weight) {
    List<PackedMatrix> matrices =
        Stream.generate(() -> arithmetic.packed(weight)).limit(MATRICES).toList();
    double rate = rate((number, input) -> matrices.get(number).products(input).to(DType.FLOAT32));
    matrices.forEach(PackedMatrix::close);
    return rate;
  }

  /// A linear layer with one of the matrices.
  @FunctionalInterface
  private interface Layer {
    Tensor apply(int number, Tensor input);
  }

  /// The speed for equally many operations on few rows and on many rows, on all lanes. The best of
  /// several short measurements counts, because other work can only make them slower.
  private static double rate(Layer layer) {
    double seconds = 0;
    for (int rows : ROWS) seconds += 1 / rate(layer, ramp(rows, WIDTH));
    return ROWS.length / seconds;
  }

  private static double rate(Layer layer, Tensor input) {
    double best = 0;
    int times = Math.ceilDiv(4 * ROWS[1], Math.toIntExact(input.size(0)));
    double work = 2.0 * Lanes.count() * times * input.size(0) * WIDTH * WIDER;
    long end = System.nanoTime() + MEASURED_NANOS;
    while (System.nanoTime() < end) {
      long start = System.nanoTime();
      Lanes.each(
          Lanes.count(),
          _ -> {
            for (int i = 0; i < times; i++) layer.apply(i % MATRICES, input);
          });
      best = Math.max(best, work / (System.nanoTime() - start));
    }
    return best;
  }
}

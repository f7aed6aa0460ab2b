package cai.bench;

import cai.tensor.DType;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.function.Supplier;

/// What this machine can do at best.
///
/// @param threads that the process may use
/// @param flops floating-point operations per second in large fp32 matrix products
/// @param bytes per second that all threads together stream through memory
public record MachinePeak(int threads, double flops, double bytes) {
  private static final int STREAMED = 1 << 25; // floats: more than a cache holds
  private static final int[] SIDES = {1024, 2048, 3072};

  /// Measures for some seconds.
  public static MachinePeak measured() {
    int threads = Runtime.getRuntime().availableProcessors();
    double flops = 0;
    for (int side : SIDES) {
      // One product by the native library's threads, or one product for each thread: the better.
      flops = Math.max(flops, rate(1, () -> product(side)));
      flops = Math.max(flops, rate(threads, () -> product(side)));
    }
    double read = rate(threads, MachinePeak::read);
    return new MachinePeak(threads, flops, Math.max(read, rate(threads, MachinePeak::triad)));
  }

  /// An operation that is repeated.
  ///
  /// @param amount of work in one repetition
  private record Stroke(double amount, Runnable operation) {}

  private static double rate(int threads, Supplier<Stroke> preparation) {
    var rounds = new Rounds(threads);
    return rounds.best(() -> {
      try (var _ = TensorScope.inference()) {
        Stroke stroke = preparation.get();
        rounds.repeat(
            stroke.amount(),
            () -> {
              try (var _ = TensorScope.inference()) {
                stroke.operation().run();
              }
            });
      }
    });
  }

  private static Stroke product(int side) {
    Tensor first = Tensor.zeros(DType.FLOAT32, side, side).add(0.5);
    Tensor second = Tensor.zeros(DType.FLOAT32, side, side).add(0.25);
    return new Stroke(2.0 * side * side * side, () -> first.linear(second));
  }

  private static Stroke read() {
    Tensor all = Tensor.zeros(DType.FLOAT32, STREAMED).add(1);
    return new Stroke(4.0 * STREAMED, all::sum);
  }

  /// `a = a + 0.5 b`: two arrays are read, one is written.
  private static Stroke triad() {
    Tensor to = Tensor.zeros(DType.FLOAT32, STREAMED).add(1);
    Tensor from = Tensor.zeros(DType.FLOAT32, STREAMED).add(1);
    return new Stroke(3 * 4.0 * STREAMED, () -> to.addInPlace(from, 0.5));
  }
}

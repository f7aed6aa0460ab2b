package cai.cli;

import cai.language.local.LocalModel;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.Decoder;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.Supplier;

/// How fast this machine computes a model, measured on its first layers.
///
/// @param layer seconds a token takes in one layer when many are read at once
/// @param step seconds a token takes in one layer when it is generated among `rows` others
/// @param head seconds the logits of one token take
record Pace(double layer, double step, double head) {
  private static final int LAYERS = 3;
  private static final int TOKENS = 256;
  private static final int READ = 64;
  private static final int STEPS = 4;
  private static final long NANOS = 700_000_000L;

  /// Measures for two or three seconds.
  ///
  /// @param rows sequences generated at once
  static Pace measured(LocalModel model, int rows) {
    int layers = Math.min(LAYERS, model.config().layers());
    try (Decoder decoder = model.lowerLayers(layers, OptionalInt.empty())) {
      int[][] ids = new int[2][TOKENS / 2];
      double all = best(() -> decoder.stream(ids, layers));
      double one = layers == 1 ? 0 : best(() -> decoder.stream(ids, 1));
      double layer = (all - one) / Math.max(1, layers - 1) / TOKENS;
      double head =
          best(() -> {
            Tensor states = decoder.stream(new int[1][READ], 1);
            return decoder.logits(decoder.normalized(states));
          })
              / READ;
      return new Pace(Math.max(layer, 1e-9), step(decoder, layers, rows), head);
    }
  }

  private static double step(Decoder decoder, int layers, int rows) {
    boolean[][] real = new boolean[rows][READ];
    for (boolean[] row : real) Arrays.fill(row, true);
    boolean[][] next = new boolean[rows][1];
    for (boolean[] row : next) row[0] = true;
    double fastest = Double.POSITIVE_INFINITY;
    try (var cache = decoder.cache(rows, READ + STEPS)) {
      try (var _ = TensorScope.inference()) {
        decoder.extend(cache, new int[rows][READ], real);
      }
      for (int i = 0; i < STEPS; i++) {
        long start = System.nanoTime();
        try (var _ = TensorScope.inference()) {
          decoder.extend(cache, new int[rows][1], next);
        }
        fastest = Math.min(fastest, (System.nanoTime() - start) / 1e9);
      }
    }
    return fastest / layers / rows;
  }

  /// The best of several, because other programs only ever make it slower.
  private static double best(Supplier<Tensor> work) {
    double best = Double.POSITIVE_INFINITY;
    long end = System.nanoTime() + NANOS;
    do {
      long start = System.nanoTime();
      try (var _ = TensorScope.inference()) {
        work.get();
      }
      best = Math.min(best, (System.nanoTime() - start) / 1e9);
    } while (System.nanoTime() < end);
    return best;
  }
}

package cai.transformer;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.Function;

/// Small decoders with seeded random weights.
final class RandomDecoder {
  static final ModelConfig CONFIG =
      new ModelConfig(3, 32, 4, 2, 8, 48, 50, 64, 1e-5, 10_000, Optional.empty(), true);

  private RandomDecoder() {}

  static Decoder of(ModelConfig config, Arithmetic arithmetic, OptionalInt trainedFrom) {
    return Decoder.load(config, weights(config), arithmetic, trainedFrom);
  }

  static Decoder frozen() {
    return of(CONFIG, Arithmetic.FP32, OptionalInt.empty());
  }

  static Function<String, float[]> weights(ModelConfig config) {
    return name -> {
      var random = new SplittableRandom(name.hashCode());
      float[] values = new float[(int) elements(config, name)];
      boolean norm = name.contains("norm");
      for (int i = 0; i < values.length; i++)
        values[i] = (float) (norm ? 1 + 0.1 * random.nextGaussian() : 0.2 * random.nextGaussian());
      return values;
    };
  }

  private static long elements(ModelConfig c, String name) {
    if (name.contains("norm")) return c.width();
    if (name.contains("q_proj") || name.contains("o_proj"))
      return (long) c.heads() * c.headWidth() * c.width();
    if (name.contains("k_proj") || name.contains("v_proj"))
      return (long) c.keyValueHeads() * c.headWidth() * c.width();
    if (name.contains("mlp")) return (long) c.feedForwardWidth() * c.width();
    return (long) c.vocabulary() * c.width();
  }
}

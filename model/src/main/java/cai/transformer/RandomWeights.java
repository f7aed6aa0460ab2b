package cai.transformer;

import java.util.SplittableRandom;
import java.util.function.Function;

/// Seeded random weights, for tests and for measuring a machine without any model.
///
/// @param deviation standard deviation of matrices; norms are near 1
public record RandomWeights(ModelConfig config, long seed, double deviation)
    implements Function<String, float[]> {

  /// The values of one weight, by its Hugging Face name.
  @Override
  public float[] apply(String name) {
    var random = new SplittableRandom(seed * 31 + name.hashCode());
    boolean norm = name.contains("norm");
    float[] values = new float[Math.toIntExact(elements(name))];
    for (int i = 0; i < values.length; i++)
      values[i] =
          (float) (norm ? 1 + 0.1 * random.nextGaussian() : deviation * random.nextGaussian());
    return values;
  }

  private long elements(String name) {
    long width = config.width();
    if (name.contains("norm")) return width;
    if (name.contains("q_proj") || name.contains("o_proj"))
      return config.heads() * width * config.headWidth();
    if (name.contains("k_proj") || name.contains("v_proj"))
      return config.keyValueHeads() * width * config.headWidth();
    if (name.contains("mlp")) return config.feedForwardWidth() * width;
    return config.vocabulary() * width;
  }
}

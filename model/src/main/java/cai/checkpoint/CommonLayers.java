package cai.checkpoint;

import cai.transformer.ModelConfig;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Compares two models of one configuration from the embedding upwards: how many of their lowest
/// layers have the same weights to the last bit.
public final class CommonLayers {
  private CommonLayers() {}

  /// The number of lowest layers with equal weights; 0 where the embeddings differ.
  ///
  /// @param config of both models
  /// @param one weights by Hugging Face name
  /// @param other the other model's weights by Hugging Face name
  /// @param most number of layers to compare
  public static int count(
      ModelConfig config,
      Function<String, float[]> one,
      Function<String, float[]> other,
      int most) {
    if (!same(one, other, LlamaWeights.EMBEDDING)) return 0;
    return (int)
        IntStream.range(0, most)
            .takeWhile(layer ->
                LlamaWeights.namesOf(layer, config).stream()
                    .allMatch(name -> same(one, other, name)))
            .count();
  }

  private static boolean same(
      Function<String, float[]> one, Function<String, float[]> other, String name) {
    return Arrays.equals(one.apply(name), other.apply(name));
  }
}

package cai.checkpoint;

import cai.transformer.ModelConfig;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;

/// What two models of one configuration have in common from below: the embedding and the layers
/// behind it, as far as their weights are the same to the last bit.
public final class CommonLayers {
  private CommonLayers() {}

  /// How many layers that are; none where the embeddings differ.
  ///
  /// @param config of both models
  /// @param one weights by Hugging Face name
  /// @param other those of the other model
  /// @param most of its layers that are looked at
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

package cai.transformer;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/// What two models of one configuration have in common from below: the embedding and the layers
/// behind it, as far as their weights are the same to the last bit.
public final class CommonLayers {
  private static final List<String> OF_A_LAYER =
      List.of(
          "input_layernorm",
          "self_attn.q_proj",
          "self_attn.k_proj",
          "self_attn.v_proj",
          "self_attn.o_proj",
          "post_attention_layernorm",
          "mlp.gate_proj",
          "mlp.up_proj",
          "mlp.down_proj");

  private CommonLayers() {}

  /// How many layers that are; none where the embeddings differ.
  ///
  /// @param one weights by Hugging Face name
  /// @param other those of the other model
  /// @param most layers that are looked at
  public static int count(
      Function<String, float[]> one, Function<String, float[]> other, int most) {
    if (!same(one, other, "model.embed_tokens.weight")) return 0;
    return (int)
        IntStream.range(0, most)
            .takeWhile(layer ->
                OF_A_LAYER.stream()
                    .map(part -> "model.layers." + layer + "." + part + ".weight")
                    .allMatch(name -> same(one, other, name)))
            .count();
  }

  private static boolean same(
      Function<String, float[]> one, Function<String, float[]> other, String name) {
    return Arrays.equals(one.apply(name), other.apply(name));
  }
}

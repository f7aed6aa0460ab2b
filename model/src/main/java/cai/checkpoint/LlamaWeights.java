package cai.checkpoint;

import cai.UserError;
import cai.transformer.ModelConfig;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// The weights of a Llama-family decoder by Hugging Face name, with their shapes.
final class LlamaWeights {
  static final String EMBEDDING = "model.embed_tokens.weight";
  static final String HEAD = "lm_head.weight";

  private LlamaWeights() {}

  /// Names and shapes in the order of the computation.
  static Map<String, int[]> shapes(ModelConfig config) {
    var shapes = new LinkedHashMap<String, int[]>();
    forEach(config, shapes::put);
    return shapes;
  }

  private static void forEach(ModelConfig c, BiConsumer<String, int[]> each) {
    int queries = Math.multiplyExact(c.heads(), c.headWidth());
    int pairs = Math.multiplyExact(c.keyValueHeads(), c.headWidth());
    each.accept(EMBEDDING, new int[] {c.vocabulary(), c.width()});
    for (int layer = 0; layer < c.layers(); layer++) {
      String at = "model.layers." + layer + ".";
      each.accept(at + "input_layernorm.weight", new int[] {c.width()});
      each.accept(at + "self_attn.q_proj.weight", new int[] {queries, c.width()});
      each.accept(at + "self_attn.k_proj.weight", new int[] {pairs, c.width()});
      each.accept(at + "self_attn.v_proj.weight", new int[] {pairs, c.width()});
      each.accept(at + "self_attn.o_proj.weight", new int[] {c.width(), queries});
      each.accept(at + "post_attention_layernorm.weight", new int[] {c.width()});
      each.accept(at + "mlp.gate_proj.weight", new int[] {c.feedForwardWidth(), c.width()});
      each.accept(at + "mlp.up_proj.weight", new int[] {c.feedForwardWidth(), c.width()});
      each.accept(at + "mlp.down_proj.weight", new int[] {c.width(), c.feedForwardWidth()});
    }
    each.accept("model.norm.weight", new int[] {c.width()});
    if (!c.tiedEmbeddings()) each.accept(HEAD, new int[] {c.vocabulary(), c.width()});
  }

  /// Refuses a model whose weights are not those of its configuration.
  ///
  /// @param shapeOf the shape of a weight that is there, otherwise null
  /// @param others weights that are there and were not asked for
  static void require(
      ModelConfig config, String where, Function<String, int[]> shapeOf, Set<String> others) {
    // Stops at the first weight that is missing, however many layers a damaged file announces.
    forEach(
        config,
        (name, expected) -> {
          int[] found = shapeOf.apply(name);
          if (found == null) throw new UserError(where + ": weight " + name + " is missing");
          if (!Arrays.equals(found, expected))
            throw new UserError(
                where + ": weight " + name + " has shape " + Arrays.toString(found) + "; "
                    + Arrays.toString(expected) + " follows from the configuration");
        });
    Set<String> expected = shapes(config).keySet();
    for (String name : others)
      if (!expected.contains(name)) throw new UserError(where + ": " + unexpected(name));
  }

  private static String unexpected(String name) {
    return name.endsWith(".bias")
        ? "weight " + name + " is a bias; supported are Llama-family models without biases"
        : "weight " + name + " is not one of a Llama-family decoder; " + ModelFiles.SUPPORTED;
  }
}

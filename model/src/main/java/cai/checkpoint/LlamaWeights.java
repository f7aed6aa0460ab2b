package cai.checkpoint;

import cai.checkpoint.tensors.StoredTensor;
import cai.errors.UserError;
import cai.transformer.ModelConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// The weights of a Llama-family decoder by Hugging Face name, with their shapes.
final class LlamaWeights {
  static final String EMBEDDING = "model.embed_tokens.weight";
  static final String NORM = "model.norm.weight";
  static final String HEAD = "lm_head.weight";

  private static final int LARGEST_ROTARY_TABLE = 1 << 27;

  private LlamaWeights() {}

  /// Names and shapes in the order of the computation.
  static Map<String, List<Integer>> shapes(ModelConfig config) {
    var shapes = new LinkedHashMap<String, List<Integer>>();
    forEach(config, shapes::put);
    return shapes;
  }

  /// The names of a layer's weights in the order of the computation.
  static List<String> namesOf(int layer, ModelConfig config) {
    return shapes(config).keySet().stream().filter(name -> name.startsWith(at(layer))).toList();
  }

  private static String at(int layer) {
    return "model.layers." + layer + ".";
  }

  private static void forEach(ModelConfig c, BiConsumer<String, List<Integer>> each) {
    int queries = Math.multiplyExact(c.heads(), c.headWidth());
    int pairs = Math.multiplyExact(c.keyValueHeads(), c.headWidth());
    each.accept(EMBEDDING, List.of(c.vocabulary(), c.width()));
    for (int layer = 0; layer < c.layers(); layer++) {
      String at = at(layer);
      each.accept(at + "input_layernorm.weight", List.of(c.width()));
      each.accept(at + "self_attn.q_proj.weight", List.of(queries, c.width()));
      each.accept(at + "self_attn.k_proj.weight", List.of(pairs, c.width()));
      each.accept(at + "self_attn.v_proj.weight", List.of(pairs, c.width()));
      each.accept(at + "self_attn.o_proj.weight", List.of(c.width(), queries));
      each.accept(at + "post_attention_layernorm.weight", List.of(c.width()));
      each.accept(at + "mlp.gate_proj.weight", List.of(c.feedForwardWidth(), c.width()));
      each.accept(at + "mlp.up_proj.weight", List.of(c.feedForwardWidth(), c.width()));
      each.accept(at + "mlp.down_proj.weight", List.of(c.width(), c.feedForwardWidth()));
    }
    each.accept(NORM, List.of(c.width()));
    if (!c.tiedEmbeddings()) each.accept(HEAD, List.of(c.vocabulary(), c.width()));
  }

  /// Refuses a model that lacks a tensor which its configuration asks for, has one with another
  /// shape, or has a tensor that is not asked for.
  static void require(ModelConfig config, String where, Map<String, StoredTensor> tensors) {
    // The rotary tables, which are as large, must stay in proportion.
    if ((long) config.contextLength() * config.headWidth() > LARGEST_ROTARY_TABLE)
      throw new UserError(
          where
              + ": context length="
              + config.contextLength()
              + " is out of range; at most "
              + LARGEST_ROTARY_TABLE / config.headWidth()
              + " with heads of width "
              + config.headWidth());
    // Stops at the first weight that is missing, however many layers a damaged file announces.
    try {
      forEach(config, (name, shape) -> requireShape(where, name, shape, tensors));
    } catch (ArithmeticException e) {
      throw new UserError(
          where
              + ": heads="
              + config.heads()
              + " of width "
              + config.headWidth()
              + " are too many; the file is damaged, fetch it again",
          e);
    }
    Map<String, List<Integer>> expected = shapes(config);
    for (String name : tensors.keySet())
      if (!expected.containsKey(name))
        throw new UserError(where + ": " + unexpected(tensors.get(name).name()));
  }

  private static void requireShape(
      String where, String name, List<Integer> shape, Map<String, StoredTensor> tensors) {
    if (!tensors.containsKey(name))
      throw new UserError(
          where + ": weight " + name + " is missing; the configuration asks for " + shape);
    List<Integer> found = tensors.get(name).shape();
    if (!found.equals(shape))
      throw new UserError(
          where
              + ": weight "
              + name
              + " has shape "
              + found
              + "; the configuration asks for "
              + shape);
  }

  private static String unexpected(String name) {
    return name.endsWith(".bias")
        ? "weight " + name + " is a bias; " + ModelFiles.SUPPORTED
        : "weight " + name + " is not one of a Llama-family decoder; " + ModelFiles.SUPPORTED;
  }
}

package cai.transformer.weights;

import cai.tensor.Tensor;
import cai.transformer.ModelConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Splits the matrices that [WeightNames] has stacked, and collects all weights by their Hugging
/// Face names.
///
/// @param collected values by name, row-major, filled by the methods
record TrainedNames(ModelConfig config, Map<String, float[]> collected) {
  static final String EMBEDDING = "model.embed_tokens.weight";
  static final String NORM = "model.norm.weight";
  static final String HEAD = "lm_head.weight";

  /// Names for messages of the trained tensors of a layer, in the order of
  /// [TrainedBlock#visitTrained].
  static List<String> ofLayer(int layer, boolean adapted) {
    String at = "model.layers." + layer + ".";
    var linear =
        Stream.of("self_attn.qkv_proj", "self_attn.o_proj", "mlp.gate_up_proj", "mlp.down_proj");
    if (adapted)
      return linear
          .flatMap(name -> Stream.of(at + name + ".lora_A", at + name + ".lora_B"))
          .toList();
    return Stream.of(
            "input_layernorm",
            "self_attn.qkv_proj",
            "self_attn.o_proj",
            "post_attention_layernorm",
            "mlp.gate_up_proj",
            "mlp.down_proj")
        .map(name -> at + name + ".weight")
        .toList();
  }

  void embedding(Tensor weight) {
    collected.put(EMBEDDING, weight.floats());
  }

  void finalNorm(Tensor weight) {
    collected.put(NORM, weight.floats());
  }

  void head(Tensor weight) {
    collected.put(HEAD, weight.floats());
  }

  void block(int layer, BlockTensors weights) {
    String at = "model.layers." + layer + ".";
    int queries = config.heads() * config.headWidth() * config.width();
    int pairs = config.keyValueHeads() * config.headWidth() * config.width();
    int wide = config.feedForwardWidth() * config.width();
    float[] joined = weights.queriesKeysValues().floats();
    float[] gateUp = weights.gateUp().floats();
    collected.put(at + "input_layernorm.weight", weights.attentionNorm().floats());
    part(at + "self_attn.q_proj.weight", joined, 0, queries);
    part(at + "self_attn.k_proj.weight", joined, queries, pairs);
    part(at + "self_attn.v_proj.weight", joined, queries + pairs, pairs);
    collected.put(at + "self_attn.o_proj.weight", weights.output().floats());
    collected.put(at + "post_attention_layernorm.weight", weights.feedForwardNorm().floats());
    part(at + "mlp.gate_proj.weight", gateUp, 0, wide);
    part(at + "mlp.up_proj.weight", gateUp, wide, wide);
    collected.put(at + "mlp.down_proj.weight", weights.down().floats());
  }

  private void part(String name, float[] all, int from, int length) {
    collected.put(name, Arrays.copyOfRange(all, from, from + length));
  }
}

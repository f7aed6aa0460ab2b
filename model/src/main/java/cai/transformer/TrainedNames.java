package cai.transformer;

import cai.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;

/// Takes apart again what [WeightNames] lays side by side, and collects it by Hugging Face names.
record TrainedNames(ModelConfig config, Map<String, float[]> collected) {

  void embedding(Tensor weight) {
    collected.put("model.embed_tokens.weight", weight.floats());
  }

  void finalNorm(Tensor weight) {
    collected.put("model.norm.weight", weight.floats());
  }

  void head(Tensor weight) {
    collected.put("lm_head.weight", weight.floats());
  }

  void block(int layer, Block.BlockWeights weights) {
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

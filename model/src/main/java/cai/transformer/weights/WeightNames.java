package cai.transformer.weights;

import cai.tensor.Tensor;
import cai.transformer.ModelConfig;
import java.util.function.Function;

/// Reads weights by their Hugging Face names, and stacks the matrices that the decoder multiplies
/// with the same rows. The tensors belong to the present scope, or to none where there is none.
///
/// @param weights fp32 values by name, row-major
record WeightNames(ModelConfig config, Function<String, float[]> weights) {

  Tensor embedding() {
    return matrix("model.embed_tokens.weight", config.vocabulary(), config.width());
  }

  Tensor finalNorm() {
    return vector("model.norm.weight");
  }

  Tensor head() {
    return matrix("lm_head.weight", config.vocabulary(), config.width());
  }

  BlockTensors block(int layer) {
    String at = "model.layers." + layer + ".";
    int queries = config.heads() * config.headWidth();
    int pairs = config.keyValueHeads() * config.headWidth();
    return new BlockTensors(
        vector(at + "input_layernorm.weight"),
        stacked(
            config.width(),
            new Rows(at + "self_attn.q_proj.weight", queries),
            new Rows(at + "self_attn.k_proj.weight", pairs),
            new Rows(at + "self_attn.v_proj.weight", pairs)),
        matrix(at + "self_attn.o_proj.weight", config.width(), queries),
        vector(at + "post_attention_layernorm.weight"),
        stacked(
            config.width(),
            new Rows(at + "mlp.gate_proj.weight", config.feedForwardWidth()),
            new Rows(at + "mlp.up_proj.weight", config.feedForwardWidth())),
        matrix(at + "mlp.down_proj.weight", config.width(), config.feedForwardWidth()));
  }

  private record Rows(String name, int rows) {}

  private Tensor vector(String name) {
    return Tensor.of(weights.apply(name), config.width());
  }

  private Tensor matrix(String name, int rows, int columns) {
    return Tensor.of(weights.apply(name), rows, columns);
  }

  private Tensor stacked(int columns, Rows... parts) {
    int rows = 0;
    for (Rows part : parts) rows += part.rows();
    float[] all = new float[rows * columns];
    int at = 0;
    for (Rows part : parts) {
      float[] values = weights.apply(part.name());
      System.arraycopy(values, 0, all, at, values.length);
      at += values.length;
    }
    return Tensor.of(all, rows, columns);
  }
}

package cai.checkpoint;

import cai.errors.UserError;
import cai.json.JsonObject;
import cai.transformer.ModelConfig;
import java.util.List;

/// Reads the shape of a model from the `config.json` of a Hugging Face folder.
///
/// **Source**: defaults of `LlamaConfig` in `transformers`.
final class HuggingFaceConfig {
  /// The context length of a configuration that names none.
  static final int USUAL_CONTEXT = 2048;

  private final JsonObject json;

  private HuggingFaceConfig(JsonObject json) {
    this.json = json;
  }

  static ModelConfig read(JsonObject json) {
    return new HuggingFaceConfig(json).read();
  }

  private ModelConfig read() {
    requireLlama();
    int width = json.requiredInteger("hidden_size");
    int heads = json.requiredInteger("num_attention_heads");
    if (heads < 1) throw json.wrong("num_attention_heads", "a positive number");
    RopeSettings rope = RopeSettings.of(json);
    try {
      return new ModelConfig(
          json.requiredInteger("num_hidden_layers"),
          width,
          heads,
          json.integer("num_key_value_heads").orElse(heads),
          json.integer("head_dim").orElse(width / heads),
          json.requiredInteger("intermediate_size"),
          json.requiredInteger("vocab_size"),
          json.integer("max_position_embeddings").orElse(USUAL_CONTEXT),
          RopeSettings.finite(json, "rms_norm_eps", 1e-6),
          rope.theta(),
          rope.scaling(),
          json.truth("tie_word_embeddings").orElse(false));
    } catch (IllegalArgumentException e) {
      throw new UserError(json.where() + ": " + e.getMessage(), e);
    }
  }

  private void requireLlama() {
    if (!json.string("model_type").orElse("(none)").equals("llama")) throw refused("model_type");
    List<Object> architectures = json.list("architectures").orElse(List.of("LlamaForCausalLM"));
    if (!architectures.equals(List.of("LlamaForCausalLM"))) throw refused("architectures");
    for (String name : List.of("attention_bias", "mlp_bias"))
      if (json.truth(name).orElse(false)) throw refused(name);
    if (!json.string("hidden_act").orElse("silu").equals("silu")) throw refused("hidden_act");
    for (String name : List.of("quantization_config", "sliding_window", "num_local_experts"))
      if (json.fields().get(name) != null) throw refused(name);
  }

  private UserError refused(String name) {
    return refused(json, name);
  }

  static UserError refused(JsonObject json, String name) {
    return json.wrong(name, "a model of the Llama family; " + ModelFiles.SUPPORTED);
  }
}

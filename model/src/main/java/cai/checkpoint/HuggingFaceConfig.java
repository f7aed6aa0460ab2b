package cai.checkpoint;

import cai.UserError;
import cai.json.JsonObject;
import cai.transformer.ModelConfig;
import cai.transformer.ModelConfig.RopeScaling;
import java.util.List;
import java.util.Optional;

/// Reads the shape of a model from the `config.json` of a Hugging Face folder.
///
/// **Source**: defaults of `LlamaConfig` in `transformers`; rotary settings stand in
/// `rope_parameters` since its version 5, in `rope_theta` and `rope_scaling` before.
final class HuggingFaceConfig {
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
    try {
      return new ModelConfig(
          json.requiredInteger("num_hidden_layers"),
          width,
          heads,
          json.integer("num_key_value_heads").orElse(heads),
          json.integer("head_dim").orElse(width / heads),
          json.requiredInteger("intermediate_size"),
          json.requiredInteger("vocab_size"),
          json.integer("max_position_embeddings").orElse(2048),
          finite(json, "rms_norm_eps", 1e-6),
          theta(),
          scaling(),
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
    if (finite(json, "partial_rotary_factor", 1) != 1) throw refused("partial_rotary_factor");
  }

  private double theta() {
    double outside = finite(json, "rope_theta", 10000);
    return json.object("rope_parameters")
        .map(rope -> finite(rope, "rope_theta", outside))
        .orElse(outside);
  }

  private Optional<RopeScaling> scaling() {
    String field = json.fields().get("rope_scaling") == null ? "rope_parameters" : "rope_scaling";
    Optional<JsonObject> rope = json.object(field);
    if (rope.isEmpty()) return Optional.empty();
    String type =
        rope.get().string("rope_type").or(() -> rope.get().string("type")).orElse("default");
    return switch (type) {
      case "default" -> Optional.empty();
      case "llama3" -> Optional.of(llama3(rope.get()));
      default -> throw refused(field);
    };
  }

  private static RopeScaling llama3(JsonObject rope) {
    var scaling =
        new RopeScaling(
            positive(rope, "factor"),
            positive(rope, "low_freq_factor"),
            positive(rope, "high_freq_factor"),
            rope.requiredInteger("original_max_position_embeddings"));
    if (scaling.lowFrequencyFactor() >= scaling.highFrequencyFactor())
      throw rope.wrong("low_freq_factor", "a number below high_freq_factor");
    if (scaling.originalContextLength() < 1)
      throw rope.wrong("original_max_position_embeddings", "a positive number");
    return scaling;
  }

  private static double positive(JsonObject json, String name) {
    double value = finite(json, name, -1);
    if (value <= 0) throw json.wrong(name, "a positive number");
    return value;
  }

  private static double finite(JsonObject json, String name, double otherwise) {
    double value = json.number(name).orElse(otherwise);
    if (!Double.isFinite(value)) throw json.wrong(name, "a finite number");
    return value;
  }

  private UserError refused(String name) {
    return json.wrong(name, "a model of the Llama family; " + ModelFiles.SUPPORTED);
  }
}

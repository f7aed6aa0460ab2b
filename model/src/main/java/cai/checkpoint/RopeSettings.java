package cai.checkpoint;

import cai.json.JsonObject;
import cai.transformer.RopeScaling;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the rotary embedding's settings from `config.json`.
///
/// **Source**: `RotaryEmbeddingConfigMixin` of `transformers` 5. That version writes the settings
/// to `rope_parameters`, older versions to `rope_scaling` and `rope_theta`; in a file with both,
/// the older keys win.
final class RopeSettings {
  private final JsonObject json;
  private final String field;
  private final JsonObject rope;

  private RopeSettings(JsonObject json, String field, JsonObject rope) {
    this.json = json;
    this.field = field;
    this.rope = rope;
  }

  static RopeSettings of(JsonObject json) {
    for (String field : List.of("rope_scaling", "rope_parameters")) {
      Optional<JsonObject> rope = json.object(field).filter(there -> !there.fields().isEmpty());
      if (rope.isPresent()) return new RopeSettings(json, field, rope.get());
    }
    return new RopeSettings(json, "rope_parameters", new JsonObject(json.where(), Map.of()));
  }

  double theta() {
    return finite(rope, "rope_theta", finite(json, "rope_theta", 10000));
  }

  /// Unknown settings are refused by name, because wrong frequencies change the model's texts
  /// without any other sign.
  Optional<RopeScaling> scaling() {
    // Frequencies for each kind of layer, or for a part of each head.
    if (rope.fields().values().stream().anyMatch(Map.class::isInstance)) throw refused();
    for (JsonObject place : List.of(json, rope))
      if (finite(place, "partial_rotary_factor", 1) != 1)
        throw HuggingFaceConfig.refused(place, "partial_rotary_factor");
    Optional<String> type = rope.string("rope_type").or(() -> rope.string("type"));
    if (type.isEmpty() && finite(rope, "factor", 1) != 1) throw refused();
    return switch (type.orElse("default")) {
      case "default" -> Optional.empty();
      case "linear" ->
          Optional.of(positive("factor"))
              .filter(factor -> factor != 1)
              .map(RopeScaling.LinearScaling::new);
      case "dynamic" -> Optional.of(new RopeScaling.DynamicScaling(positive("factor")));
      case "llama3" -> Optional.of(llama3());
      case "yarn" -> {
        if (positive("factor") != 1 || scalesAttention()) throw refused();
        yield Optional.empty();
      }
      default -> throw refused();
    };
  }

  private boolean scalesAttention() {
    return List.of("attention_factor", "mscale", "mscale_all_dim").stream()
        .anyMatch(name -> finite(rope, name, 1) != 1);
  }

  private RopeScaling llama3() {
    var scaling =
        new RopeScaling.Llama3Scaling(
            positive("factor"),
            positive("low_freq_factor"),
            positive("high_freq_factor"),
            originalLength());
    if (scaling.lowFrequencyFactor() >= scaling.highFrequencyFactor())
      throw rope.wrong("low_freq_factor", "a number below high_freq_factor");
    return scaling;
  }

  private int originalLength() {
    String name = "original_max_position_embeddings";
    int length =
        json.integer(name)
            .or(() -> rope.integer(name))
            .or(() -> json.integer("max_position_embeddings"))
            .orElse(HuggingFaceConfig.USUAL_CONTEXT);
    if (length < 1) throw rope.wrong(name, "a positive number");
    return length;
  }

  private double positive(String name) {
    double value = finite(rope, name, -1);
    if (value <= 0) throw rope.wrong(name, "a positive number");
    return value;
  }

  static double finite(JsonObject json, String name, double otherwise) {
    double value = json.number(name).orElse(otherwise);
    if (!Double.isFinite(value)) throw json.wrong(name, "a finite number");
    return value;
  }

  private RuntimeException refused() {
    return HuggingFaceConfig.refused(json, field);
  }
}

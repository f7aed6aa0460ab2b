package cai.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import cai.errors.UserError;
import cai.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RopeSettingsTest {
  static List<JsonObject> ropes() {
    return ReferenceRows.of("ropes");
  }

  @ParameterizedTest
  @MethodSource("ropes")
  void frequenciesAreThoseOfTransformers(JsonObject row) {
    RopeSettings rope = RopeSettings.of(row.requiredObject("config"));
    List<Object> expected = row.list("frequencies").orElseThrow();
    for (int i = 0; i < expected.size(); i++) {
      double plain = (float) Math.pow(rope.theta(), -2.0 * i / (2 * expected.size()));
      double found = rope.scaling().map(scaling -> scaling.scaled(plain)).orElse(plain);
      assertThat(found).isCloseTo((double) expected.get(i), withPercentage(2e-5));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"rope_scaling\": {\"type\": \"yarn\", \"factor\": 4.0}}",
        "{\"rope_scaling\": {\"type\": \"yarn\", \"factor\": 1.0, \"attention_factor\": 1.5}}",
        "{\"rope_scaling\": {\"type\": \"longrope\", \"short_factor\": [1], \"long_factor\": [2]}}",
        "{\"rope_scaling\": {\"type\": \"su\", \"short_factor\": [1], \"long_factor\": [2]}}",
        "{\"rope_scaling\": {\"type\": \"mrope\", \"mrope_section\": [1, 1, 2]}}",
        "{\"rope_scaling\": {\"factor\": 4.0}}",
        "{\"rope_parameters\": {\"rope_type\": \"proportional\", \"factor\": 1.0}}",
        "{\"rope_parameters\": {\"full_attention\": {\"rope_type\": \"linear\", \"factor\": 4.0}}}",
      })
  void whatIsNotKnownIsRefusedByName(String config) {
    JsonObject json = JsonObject.parse(config, "config.json");
    assertThatThrownBy(() -> RopeSettings.of(json).scaling())
        .isInstanceOf(UserError.class)
        .hasMessageContaining("config.json: rope_")
        .hasMessageContaining(ModelFiles.SUPPORTED);
  }

  @Test
  void numbersThatCannotBeAreRefused() {
    for (String factor : List.of("0", "-4.0", "1e999", "NaN", "\"4\""))
      for (String type : List.of("linear", "dynamic", "yarn", "llama3")) {
        String config = "{\"rope_scaling\": {\"type\": \"%s\", \"factor\": %s}}";
        JsonObject json = JsonObject.parseLenient(config.formatted(type, factor), "config.json");
        assertThatThrownBy(() -> RopeSettings.of(json).scaling())
            .isInstanceOf(UserError.class)
            .hasMessageContaining("rope_scaling: factor=");
      }
    for (String partial :
        List.of(
            "{\"partial_rotary_factor\": 0.5}",
            "{\"rope_parameters\": {\"partial_rotary_factor\": 0.5}}")) {
      JsonObject json = JsonObject.parse(partial, "config.json");
      assertThatThrownBy(() -> RopeSettings.of(json).scaling())
          .isInstanceOf(UserError.class)
          .hasMessageContaining("partial_rotary_factor=0.5");
    }
  }
}

package cai.jinja;

import static org.assertj.core.api.Assertions.assertThat;

import cai.jinja.values.JinjaException;
import cai.json.Json;
import cai.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Idioms of Jinja against what `transformers` makes of them
/// (`scripts/reference/template_values.py`).
class IdiomsTest {
  private static final JsonObject VALUES = JsonObject.parse(resource(), "idioms.json");

  private static String resource() {
    try (InputStream in = IdiomsTest.class.getResourceAsStream("/jinja/idioms.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final List<JsonObject> IDIOMS =
      VALUES.list("idioms").orElseThrow().stream()
          .map(value -> JsonObject.parse(Json.line(value), "idioms.json"))
          .toList();

  static Stream<String> subjects() {
    return IDIOMS.stream().map(idiom -> idiom.string("about").orElseThrow()).distinct();
  }

  private static String rendered(String template, Map<String, Object> variables) {
    try {
      return "text: " + JinjaTemplate.parse(template).render(variables);
    } catch (JinjaException e) {
      return e.kind() == JinjaException.Kind.RAISED ? "raised: " + e.getMessage() : "an error";
    }
  }

  private static String expected(JsonObject idiom) {
    return idiom
        .string("text")
        .map(text -> "text: " + text)
        .or(() -> idiom.string("raised").map(message -> "raised: " + message))
        .orElse("an error");
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void rendersAsTransformersDoes(String about) {
    Map<String, Object> variables = VALUES.requiredObject("variables").fields();
    var soft = new SoftAssertions();
    for (JsonObject idiom : IDIOMS) {
      if (!idiom.string("about").orElseThrow().equals(about)) continue;
      String template = idiom.string("template").orElseThrow();
      soft.assertThat(rendered(template, variables)).as(template).isEqualTo(expected(idiom));
    }
    soft.assertAll();
  }

  @Test
  void atLeastFourHundredIdioms() {
    assertThat(IDIOMS).hasSizeGreaterThanOrEqualTo(400);
  }
}

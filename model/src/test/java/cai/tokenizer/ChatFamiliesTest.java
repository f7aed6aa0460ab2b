package cai.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.errors.UserError;
import cai.json.Json;
import cai.json.JsonObject;
import cai.tokenizer.ChatTemplate.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Chats of every kind in templates with the constructs of the most used model families, against
/// what `transformers` makes of them (`scripts/reference/template_values.py`).
class ChatFamiliesTest {
  private static final JsonObject VALUES = JsonObject.parse(resource(), "families.json");

  private static String resource() {
    try (InputStream in = ChatFamiliesTest.class.getResourceAsStream("/jinja/families.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<String> families() {
    return VALUES.requiredObject("templates").fields().keySet().stream();
  }

  private static JsonObject object(Object value) {
    return JsonObject.parse(Json.line(value), "families.json");
  }

  private static final List<JsonObject> CHATS =
      VALUES.list("chats").orElseThrow().stream().map(ChatFamiliesTest::object).toList();

  private static List<Message> messages(JsonObject chat) {
    var turns =
        (List<?>)
            VALUES.list("conversations").orElseThrow().get(chat.requiredInteger("conversation"));
    return turns.stream()
        .map(turn -> Json.parse(Json.line(turn), Message.class, "families.json"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("families")
  void rendersAsTransformersDoes(String family) {
    String source = VALUES.requiredObject("templates").string(family).orElseThrow();
    ChatTemplate template =
        TokenizerValues.files(
                Map.of(
                    "chat_template.jinja",
                    source,
                    "tokenizer_config.json",
                    "{\"bos_token\": \"<s>\", \"eos_token\": \"</s>\"}"))
            .chatTemplate("model")
            .orElseThrow();
    List<JsonObject> chats =
        CHATS.stream().filter(chat -> chat.string("family").orElseThrow().equals(family)).toList();
    assertThat(chats).hasSize(30);
    for (JsonObject chat : chats) {
      boolean open = chat.truth("openAnswer").orElseThrow();
      List<Message> messages = messages(chat);
      if (chat.string("text").isPresent()) {
        assertThat(template.render(messages, open)).isEqualTo(chat.string("text").get());
        continue;
      }
      String reason = chat.string("raised").map(said -> ": " + said).orElse("fails on this chat");
      assertThatThrownBy(() -> template.render(messages, open))
          .isInstanceOf(UserError.class)
          .hasMessageStartingWith("model: chat_template.jinja:")
          .hasMessageContaining(reason);
    }
  }

  @Test
  void atLeastTwentyFiveFamilies() {
    assertThat(families()).hasSizeGreaterThanOrEqualTo(25);
  }
}

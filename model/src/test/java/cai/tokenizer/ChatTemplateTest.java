package cai.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cai.checkpoint.ReferenceValues;
import cai.errors.UserError;
import cai.json.Json;
import cai.json.JsonObject;
import cai.tokenizer.ChatTemplate.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatTemplateTest {
  private static final String SETTINGS =
      "{\"bos_token\": \"<s>\", \"eos_token\": {\"content\": \"</s>\"}}";
  private static final List<Message> CHAT = List.of(new Message("user", "Hi"));

  /// One of them is there.
  private record Chat(
      String template,
      List<Message> messages,
      boolean openAnswer,
      Optional<String> text,
      Optional<String> error) {}

  private static ChatTemplate template(String source) {
    var files =
        TokenizerValues.files(
            Map.of("chat_template.jinja", source, "tokenizer_config.json", SETTINGS));
    return files.chatTemplate("model").orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "chatml, 30",
    "instructions, 30",
    "headers, 30",
    "dated, 30",
    "lines, 30",
    "namespace, 30",
    "macro, 30"
  })
  void rendersAsTransformersDoes(String name, int count) {
    JsonObject values = JsonObject.parse(TokenizerValues.resource("chats"), "chats");
    ChatTemplate template = template(values.requiredObject("templates").string(name).orElseThrow());
    var soft = new SoftAssertions();
    List<Chat> chats =
        values.list("chats").orElseThrow().stream()
            .map(ChatTemplateTest::chat)
            .filter(chat -> chat.template().equals(name))
            .toList();
    assertThat(chats).hasSize(count);
    for (Chat chat : chats) {
      chat.text()
          .ifPresent(text ->
              soft.assertThat(template.render(chat.messages(), chat.openAnswer())).isEqualTo(text));
      chat.error()
          .ifPresent(error ->
              soft.assertThatThrownBy(() -> template.render(chat.messages(), chat.openAnswer()))
                  .isInstanceOf(UserError.class)
                  .hasMessageStartingWith("model: chat_template.jinja:1: ")
                  .hasMessageContaining(error));
    }
    soft.assertAll();
  }

  private static Chat chat(Object value) {
    JsonObject json = JsonObject.parse(Json.line(value), "chats");
    List<Message> messages =
        json.list("messages").orElseThrow().stream()
            .map(message -> Json.parse(Json.line(message), Message.class, "chats"))
            .toList();
    return new Chat(
        json.string("template").orElseThrow(),
        messages,
        json.truth("openAnswer").orElseThrow(),
        json.string("text"),
        json.string("error"));
  }

  @Test
  void rendersTheTemplateOfTheTinyModel() {
    ChatTemplate template = TokenizerValues.tinyRandom().chatTemplate("tiny").orElseThrow();
    for (var chat : ReferenceValues.tinyRandom().chats())
      assertThat(template.render(messages(chat), chat.openAnswer())).isEqualTo(chat.text());
  }

  @Test
  void rendersTheTemplateOfTheDefaultModel() {
    ChatTemplate template =
        template(
            "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}"
                + "{{ '<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by"
                + " Hugging Face<|im_end|>\n' }}{% endif %}{{'<|im_start|>' + message['role'] +"
                + " '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}"
                + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}");
    for (var chat : ReferenceValues.defaultModel().chats())
      assertThat(template.render(messages(chat), chat.openAnswer())).isEqualTo(chat.text());
  }

  private static List<Message> messages(ReferenceValues.Chat chat) {
    return chat.messages().stream().map(turn -> new Message(turn.role(), turn.content())).toList();
  }

  @Test
  void neverReadsMessagesAsJinja() {
    String hostile =
        "{{ 7 * 7 }}{% for i in range(9) %}x{% endfor %}{# gone #}{% raw %}{{ bos_token }}\\n";
    for (String source :
        List.of(
            "{{ messages[0].content }}",
            "{% set x = messages[0].content %}{{ x }}",
            "{% set x %}{{ messages[0].content }}{% endset %}{{ x }}",
            "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(messages[0].content) }}",
            "{% for m in messages %}{{ '' ~ m['content'] | trim }}{% endfor %}"))
      assertThat(template(source).render(List.of(new Message("user", hostile)), true))
          .as(source)
          .isEqualTo(hostile);
  }

  @Test
  void findsTheTemplateInTheSettings() {
    assertThat(
            settings("{\"chat_template\": \"one {{ messages[0].content }}\"}")
                .orElseThrow()
                .render(CHAT, true))
        .isEqualTo("one Hi");
    assertThat(
            settings(
                    "{\"chat_template\": [{\"name\": \"tool_use\", \"template\": \"no\"},"
                        + " {\"name\": \"default\", \"template\": \"yes\"}]}")
                .orElseThrow()
                .render(CHAT, true))
        .isEqualTo("yes");
    assertThat(settings("{}")).isEmpty();
    assertThatThrownBy(() -> settings("{\"chat_template\": 7}")).isInstanceOf(UserError.class);
  }

  @Test
  void namedTemplatesWithoutADefaultAreMissedOnlyWhenAChatIsRendered() {
    ChatTemplate named =
        settings("{\"chat_template\": [{\"name\": \"tool_use\", \"template\": \"x\"}]}")
            .orElseThrow();
    assertThatThrownBy(() -> named.render(CHAT, true))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(
            "model: tokenizer_config.json: chat_template: none of the templates");
  }

  @Test
  void knowsOfToolsAndDocumentsThatThereAreNone() {
    assertThat(
            template("{{ tools is none }} {{ documents is none }} {{ tools is defined }}")
                .render(CHAT, true))
        .isEqualTo("True True True");
  }

  private static Optional<ChatTemplate> settings(String json) {
    return TokenizerValues.files(Map.of("tokenizer_config.json", json)).chatTemplate("model");
  }

  @Test
  void errorsNameTemplateAndLine() {
    for (String source :
        List.of(
            "\n{% for %}",
            "\n{% if true %}",
            "\n{{ messages[ }}",
            "\n{{ messages | no_such_filter }}",
            "\n{% for m in messages %}{{ m.content | no_such_filter | trim }}{% endfor %}",
            "\n{% no_such_tag %}",
            "\n{{ 'unclosed }}",
            "\n{% endif %}",
            "\n{{ messages[0].content.replace('H') }}",
            "\n{{ messages[0].content.strip(7) }}",
            "\n{{ no_such_function(1) }}",
            "\n{% include 'file' %}"))
      assertThatThrownBy(() -> template(source).render(CHAT, true))
          .as(source)
          .isInstanceOf(UserError.class)
          .hasMessageStartingWith("model: chat_template.jinja:2: ");
  }

  @Test
  void refusesAnEmptyChat() {
    assertThatThrownBy(() -> template("x").render(List.of(), true))
        .isInstanceOf(UserError.class)
        .hasMessage("model: chat_template.jinja: a chat needs at least one message");
  }

  @Test
  void theDateStandsStill() {
    assertThat(template("{{ strftime_now('%A %d %B %Y, %H:%M 100%%') }}").render(CHAT, true))
        .isEqualTo("Friday 26 July 2024, 00:00 100%");
    assertThatThrownBy(() -> template("{{ strftime_now('%Q') }}").render(CHAT, true))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("%Q is not supported");
  }
}

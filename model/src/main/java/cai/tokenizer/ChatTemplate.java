package cai.tokenizer;

import cai.UserError;
import cai.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The chat format of a model, rendered from the model's own Jinja as `transformers` renders it.
/// Messages are never read as Jinja.
///
/// **Thread-safety**: any thread.
public final class ChatTemplate {
  /// One turn; roles are `system`, `user` and `assistant`.
  public record Message(String role, String content) {}

  private final JinjaText template;
  private final Map<String, String> specials = new LinkedHashMap<>();

  private ChatTemplate(JinjaText template, TokenizerFiles files, String where) {
    this.template = template;
    for (String role : List.of("bos_token", "eos_token", "unk_token", "pad_token"))
      EndTokens.named(files, role, where).ifPresent(token -> specials.put(role, token));
  }

  /// The template of a model, where it has one; `where` (the model's path) begins the messages of
  /// errors.
  public static Optional<ChatTemplate> of(TokenizerFiles files, String where) {
    return files
        .text(TokenizerFiles.TEMPLATE)
        .map(text -> new JinjaText(text, where + ": " + TokenizerFiles.TEMPLATE))
        .or(() -> files.json(TokenizerFiles.SETTINGS, where).flatMap(ChatTemplate::embedded))
        .map(template -> new ChatTemplate(template, files, where));
  }

  /// The template in tokenizer_config.json: a text, or a list of named ones.
  private static Optional<JinjaText> embedded(JsonObject settings) {
    String where = settings.where() + ": chat_template";
    if (!(settings.fields().get("chat_template") instanceof List<?> named))
      return settings.string("chat_template").map(text -> new JinjaText(text, where));
    for (Object entry : named)
      if (entry instanceof Map<?, ?> map
          && "default".equals(map.get("name"))
          && map.get("template") instanceof String text)
        return Optional.of(new JinjaText(text, where));
    throw settings.wrong("chat_template", "a text, or a list with one named default");
  }

  /// The text of a conversation.
  ///
  /// @param openAnswer whether the beginning of an assistant's answer follows, for the model to go
  ///   on
  public String render(List<Message> messages, boolean openAnswer) {
    if (messages.isEmpty())
      throw new UserError(template.where() + ": a chat needs at least one message");
    var variables = new LinkedHashMap<String, Object>(specials);
    // Templates ask whether there is such a function before they call it.
    variables.put("strftime_now", true);
    variables.put("messages", messages.stream().map(ChatTemplate::fields).toList());
    variables.put("add_generation_prompt", openAnswer);
    return template.render(variables);
  }

  private static Map<String, Object> fields(Message message) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("role", message.role());
    fields.put("content", message.content());
    return fields;
  }
}

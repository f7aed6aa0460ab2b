package cai.tokenizer;

import cai.errors.UserError;
import cai.jinja.JinjaTemplate;
import cai.jinja.values.JinjaException;
import cai.jinja.values.Text;
import cai.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The chat format of a model, rendered from the model's own Jinja as `transformers` renders it.
/// Messages are never read as Jinja. A faulty template is reported only when a chat is rendered,
/// because plain texts need no template.
///
/// **Thread-safety**: any thread.
public final class ChatTemplate {
  private static final List<String> ROLES =
      List.of(
          "bos_token",
          "eos_token",
          "unk_token",
          "sep_token",
          "pad_token",
          "cls_token",
          "mask_token");

  /// One turn; roles are `system`, `user` and `assistant`.
  public record Message(String role, String content) {}

  private final Optional<String> source;
  private final String where;
  private final Map<String, String> specials = new LinkedHashMap<>();
  private Optional<JinjaTemplate> parsed = Optional.empty();

  /// @param source empty if the model has several templates and none of them is the default
  private ChatTemplate(Optional<String> source, TokenizerFiles files, String place, String where) {
    this.source = source;
    this.where = place;
    for (String role : ROLES)
      EndTokens.named(files, role, where).ifPresent(token -> specials.put(role, token));
  }

  /// The template of a model, where it has one; `where` (the model's path) begins the messages of
  /// errors.
  public static Optional<ChatTemplate> of(TokenizerFiles files, String where) {
    Optional<String> own = files.text(TokenizerFiles.TEMPLATE);
    if (own.isPresent())
      return Optional.of(
          new ChatTemplate(own, files, where + ": " + TokenizerFiles.TEMPLATE, where));
    return files
        .json(TokenizerFiles.SETTINGS, where)
        .filter(settings -> settings.fields().get("chat_template") != null)
        .map(settings ->
            new ChatTemplate(
                embedded(settings), files, settings.where() + ": chat_template", where));
  }

  /// The template in tokenizer_config.json: a text, or the default one of a list of named
  /// templates.
  private static Optional<String> embedded(JsonObject settings) {
    if (!(settings.fields().get("chat_template") instanceof List<?> named))
      return settings.string("chat_template");
    for (Object entry : named)
      if (entry instanceof Map<?, ?> map
          && "default".equals(map.get("name"))
          && map.get("template") instanceof String text) return Optional.of(text);
    return Optional.empty();
  }

  /// The text of a conversation.
  ///
  /// @param openAnswer whether the beginning of an assistant's answer follows, for the model to go
  ///   on
  /// @throws RefusedChat where the template does not write this conversation
  public String render(List<Message> messages, boolean openAnswer) {
    return rendered(messages, openAnswer).text();
  }

  /// The text of a conversation, with the stretches that somebody said told apart from what the
  /// template writes.
  public RenderedChat rendered(List<Message> messages, boolean openAnswer) {
    if (messages.isEmpty()) throw new UserError(where + ": a chat needs at least one message");
    var variables = new LinkedHashMap<String, Object>(specials);
    variables.put("messages", messages.stream().map(ChatTemplate::fields).toList());
    variables.put("tools", null);
    variables.put("documents", null);
    variables.put("add_generation_prompt", openAnswer);
    try {
      Text text = template().render(variables);
      return new RenderedChat(text.toString(), text.content());
    } catch (JinjaException e) {
      String line = e.line() > 0 ? ":" + e.line() : "";
      if (e.kind() == JinjaException.Kind.SYNTAX)
        throw new UserError(where + line + ": " + reason(e), e);
      throw new RefusedChat(where + line, reason(e), e);
    }
  }

  private synchronized JinjaTemplate template() {
    if (parsed.isEmpty())
      parsed =
          Optional.of(
              JinjaTemplate.parse(
                  source.orElseThrow(() ->
                      new UserError(
                          where
                              + ": none of the templates is named 'default'; name one of them so,"
                              + " or set model.dialogue=transcript"))));
    return parsed.get();
  }

  /// Whether a token's name stands in the template.
  boolean mentions(String token) {
    return source.filter(text -> text.contains(token)).isPresent();
  }

  private static String reason(JinjaException e) {
    return switch (e.kind()) {
      case RAISED -> "the template refuses this chat: " + e.getMessage();
      case SYNTAX -> "the template is not valid: " + e.getMessage();
      case FAILED -> "the template fails on this chat: " + e.getMessage();
      case UNSUPPORTED, LIMIT -> e.getMessage();
    };
  }

  private static Map<String, Object> fields(Message message) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("role", message.role());
    fields.put("content", Text.content(message.content()));
    return fields;
  }
}

package cai.tokenizer;

import java.util.List;
import java.util.Optional;

/// The chat format of a model, rendered from the model's own Jinja.
public final class ChatTemplate {
  /// One turn; roles are `system`, `user` and `assistant`.
  public record Message(String role, String content) {}

  private final String where;
  private final String source;

  ChatTemplate(String where, String source) {
    this.where = where;
    this.source = source;
  }

  /// The template of a model, where it has one; `where` (the model's path) begins the messages of
  /// errors.
  public static Optional<ChatTemplate> of(TokenizerFiles files, String where) {
    return files.text(TokenizerFiles.TEMPLATE).map(text -> new ChatTemplate(where, text));
  }

  /// The text of a conversation.
  ///
  /// @param openAnswer whether the beginning of an assistant's answer follows, for the model to go
  ///   on
  public String render(List<Message> messages, boolean openAnswer) {
    throw new UnsupportedOperationException(where + source);
  }
}

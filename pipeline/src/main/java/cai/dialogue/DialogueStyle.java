package cai.dialogue;

/// How a recipe wants dialogues to be written.
public enum DialogueStyle {
  /// Chat where the model has a template, else transcript.
  AUTO,
  /// The model's own chat template.
  CHAT,
  /// The paper's `Human:` and `Assistant:`.
  TRANSCRIPT;

  /// The kind of format that is meant.
  ///
  /// @param own kind that `AUTO` stands for
  public FormatKind kind(FormatKind own) {
    return switch (this) {
      case AUTO -> own;
      case CHAT -> FormatKind.CHAT;
      case TRANSCRIPT -> FormatKind.TRANSCRIPT;
    };
  }
}

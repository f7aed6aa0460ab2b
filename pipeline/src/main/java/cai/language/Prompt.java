package cai.language;

import cai.dialogue.Dialogue;

/// What a model continues.
public sealed interface Prompt {
  /// Plain text, continued as it stands: few-shot transcripts, multiple-choice questions.
  ///
  /// @param shared characters at the beginning that are the same for all prompts of this kind, such
  ///   as examples: they are computed once for all. The number must follow from the item alone,
  ///   because the last digits of what is computed depend on it
  /// @param said whether it is made of what people and models said, in which the name of a special
  ///   token is text; in other texts it is the token
  record PlainText(String text, int shared, boolean said) implements Prompt {
    public PlainText {
      if (shared < 0 || shared > text.length())
        throw new IllegalArgumentException(shared + " characters of " + text.length());
    }

    /// What people and models said.
    public PlainText(String text, int shared) {
      this(text, shared, true);
    }

    /// What people and models said, in a prompt that shares no beginning with other prompts.
    public PlainText(String text) {
      this(text, 0);
    }

    /// A text that is read as it stands, names of special tokens too.
    public static PlainText asItStands(String text) {
      return new PlainText(text, 0, false);
    }
  }

  /// A dialogue that ends in a human turn, rendered in the model's own dialogue format up to where
  /// the assistant's answer begins.
  ///
  /// @param shared turns at the beginning that are the same for all prompts of this kind, as in
  ///   [PlainText]
  record Chat(Dialogue dialogue, int shared) implements Prompt {
    public Chat {
      if (shared < 0 || shared >= dialogue.turns().size())
        throw new IllegalArgumentException(shared + " turns of " + dialogue.turns().size());
      if (!dialogue.awaitsAnswer())
        throw new IllegalArgumentException("a chat prompt ends in a human turn");
    }

    /// A dialogue that has nothing in common with others.
    public Chat(Dialogue dialogue) {
      this(dialogue, 0);
    }
  }
}

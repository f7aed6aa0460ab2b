package cai.language;

import cai.dialogue.Dialogue;
import java.util.Objects;

/// What a model continues.
public sealed interface Prompt {
  /// Plain text, continued as it stands: few-shot transcripts, multiple-choice questions.
  record Text(String text) implements Prompt {
    public Text {
      Objects.requireNonNull(text);
    }
  }

  /// A dialogue that ends in a human turn, rendered in the model's own dialogue format up to where
  /// the assistant's answer begins.
  record Chat(Dialogue dialogue) implements Prompt {
    public Chat {
      if (!dialogue.awaitsAnswer())
        throw new IllegalArgumentException("a chat prompt ends in a human turn");
    }
  }
}

package cai.dialogue;

import cai.tokenizer.ChatTemplate;
import cai.tokenizer.RenderedChat;

/// How a dialogue is written for a model.
public interface DialogueFormat {
  /// The text up to where the assistant's answer begins.
  ///
  /// @throws cai.tokenizer.RefusedChat where the format does not write this dialogue
  String prompt(Dialogue dialogue);

  /// The text up to where the assistant's answer begins. In a format with special tokens, the
  /// stretches that somebody said are told apart from what the format writes.
  default RenderedChat rendered(Dialogue dialogue) {
    return RenderedChat.whole(prompt(dialogue));
  }

  /// The text of an answer after the prompt that asks for it.
  RenderedChat answer(Dialogue asked, String text);

  /// Which of the two kinds it is.
  FormatKind kind();

  /// Whether the begin-of-text token, where the model has one, stands before the prompt; a chat
  /// template writes it by itself.
  boolean beginsText();

  /// A model's own chat template.
  static DialogueFormat chat(ChatTemplate template) {
    return new ChatFormat(template);
  }

  /// The paper's plain-text form.
  static DialogueFormat transcript() {
    return new DialogueFormat() {
      @Override
      public String prompt(Dialogue dialogue) {
        return TranscriptFormat.render(dialogue, true);
      }

      /// The transcript format has no special tokens, so that all of its text is encoded as said.
      @Override
      public RenderedChat rendered(Dialogue dialogue) {
        return RenderedChat.said("", prompt(dialogue));
      }

      @Override
      public RenderedChat answer(Dialogue asked, String text) {
        return RenderedChat.said(" ", text);
      }

      @Override
      public FormatKind kind() {
        return FormatKind.TRANSCRIPT;
      }

      @Override
      public boolean beginsText() {
        return true;
      }
    };
  }
}

package cai.dialogue;

import cai.tokenizer.ChatTemplate;

/// How a dialogue is written for a model.
public interface DialogueFormat {
  /// The text up to where the assistant's answer begins.
  ///
  /// @throws cai.tokenizer.RefusedChat where the format does not write this dialogue
  String prompt(Dialogue dialogue);

  /// How an answer is written behind the prompt that asks for it.
  String answer(Dialogue asked, String text);

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

      @Override
      public String answer(Dialogue asked, String text) {
        return " " + text;
      }

      @Override
      public boolean beginsText() {
        return true;
      }
    };
  }
}

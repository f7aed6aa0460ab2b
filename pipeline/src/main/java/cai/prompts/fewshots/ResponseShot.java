package cai.prompts.fewshots;

import cai.dialogue.Dialogue;
import cai.language.Answers;

/// A short exchange that shows a model without a chat format how the assistant answers.
public record ResponseShot(String id, String human, String response) {
  /// The exchange as it is shown.
  public Dialogue exchange() {
    return Answers.example(human, response);
  }
}

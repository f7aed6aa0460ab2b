package cai.dialogue;

/// How dialogues are written for training and sampling.
public enum DialogueStyle {
  /// Chat where the model has a template, else transcript.
  AUTO,
  /// The model's own chat template.
  CHAT,
  /// The paper's `Human:` and `Assistant:`.
  TRANSCRIPT
}

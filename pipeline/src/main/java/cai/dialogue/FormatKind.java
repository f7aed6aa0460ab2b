package cai.dialogue;

/// The two kinds of formats that dialogues are written in. A model has one, in which it is asked,
/// sampled and trained.
public enum FormatKind {
  /// A chat template: turns are told apart by special tokens.
  CHAT,
  /// The paper's plain text: turns are told apart by `Human:` and `Assistant:`.
  TRANSCRIPT
}

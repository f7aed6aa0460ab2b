package cai.dialogue;

/// How names of special tokens in what somebody said are read, for example `<|im_end|>` in a
/// prompt.
public enum SpecialTokens {
  /// As text, like everything else that somebody said.
  PLAIN,
  /// As the special tokens: a message can end its turn and begin another.
  RECOGNISED
}

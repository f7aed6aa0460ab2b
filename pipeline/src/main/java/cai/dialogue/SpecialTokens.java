package cai.dialogue;

/// What becomes of the names of special tokens in what is said, such as `<|im_end|>` in a prompt.
public enum SpecialTokens {
  /// They are text, as everything else that is said.
  PLAIN,
  /// They act as the tokens: a message can end its turn and begin another.
  RECOGNISED
}

package cai.prompts;

/// Which human turns of a red-team transcript become prompts. The paper takes every one, with the
/// conversation before it (section 3.2).
public enum TranscriptTurns {
  /// The first one, alone.
  FIRST,
  /// Each, with the conversation before it.
  EVERY,
  /// The last one, with the conversation before it.
  LAST
}

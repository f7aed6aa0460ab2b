package cai.dialogue;

import java.util.Objects;

/// What one speaker said.
public record Turn(Speaker speaker, String text) {
  /// Who speaks.
  public enum Speaker {
    SYSTEM,
    HUMAN,
    ASSISTANT
  }

  public Turn {
    Objects.requireNonNull(speaker);
    Objects.requireNonNull(text);
  }
}

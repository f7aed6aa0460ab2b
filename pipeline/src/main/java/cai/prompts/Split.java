package cai.prompts;

import java.util.Locale;

/// What a prompt is for.
public enum Split {
  TRAIN,
  HELD_OUT;

  /// The word in files that people write.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

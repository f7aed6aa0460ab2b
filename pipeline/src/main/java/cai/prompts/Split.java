package cai.prompts;

import java.util.Locale;

/// Whether a prompt is trained on or held out for evaluation.
public enum Split {
  TRAIN,
  HELD_OUT;

  /// The word in files that people write.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

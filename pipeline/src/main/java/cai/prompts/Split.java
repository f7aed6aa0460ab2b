package cai.prompts;

import cai.recipe.KeyNames;

/// Whether a prompt is trained on or held out for evaluation.
public enum Split {
  TRAIN,
  HELD_OUT;

  /// The word in files that people write.
  public String word() {
    return KeyNames.ofConstant(this);
  }
}

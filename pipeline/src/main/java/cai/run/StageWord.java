package cai.run;

/// The stages of the method in the paper's order. The word of a stage is its package, its command,
/// its section of the recipe, its folder in a run, the prefix of its metrics and its heading in the
/// report.
public enum StageWord {
  CONSTITUTION,
  PROMPTS,
  CRITIQUE,
  FINETUNING,
  FEEDBACK,
  PREFERENCE,
  REINFORCEMENT,
  EVALUATION,
  REPORT;

  /// The one word, in lower case.
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}

package cai.report;

import java.util.Locale;

/// At which scale the paper (Bai et al. 2022, arXiv 2212.08073) saw what a stage should show.
final class Paper {
  private Paper() {}

  /// One sentence on the effect that a subject's stage has in the paper; empty where it has none.
  static String on(String subject) {
    String text = subject.toLowerCase(Locale.ROOT);
    if (text.startsWith("critique: first"))
      return "In the paper (figure 5, scored by a 52-billion preference model) harmlessness rises"
          + " with every revision, and the first step is the large one.";
    if (text.startsWith("critique"))
      return "In the paper (figure 5) later revisions still help, but little.";
    if (text.startsWith("feedback"))
      return "In the paper (figure 4) models of about a billion parameters choose at about chance"
          + " when asked which of two answers is better; a 52-billion model is clearly above"
          + " it.";
    if (text.startsWith("preference"))
      return "Preference models learn even when they are small: the predecessor paper (Bai et al."
          + " 2022, arXiv 2204.05862) has small ones agree with people in roughly two of three"
          + " comparisons.";
    if (text.contains("helpful prompts"))
      return "In the paper (figures 3 and 8, 52 billion) SL-CAI and RL-CAI are somewhat less"
          + " helpful than a model trained for helpfulness alone.";
    if (text.contains("sl-cai against"))
      return "In the paper (figures 3 and 8, 52 billion) SL-CAI is more harmless than the"
          + " helpful-only model.";
    if (text.contains("rl-cai against"))
      return "In the paper (figures 3 and 8, 52 billion) RL-CAI is far more harmless than SL-CAI"
          + " and hardly ever evasive, at a small cost in helpfulness.";
    return "";
  }
}

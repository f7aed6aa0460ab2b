package cai.report;

/// What stands beside a gain about who found it: the judges of a run are parts of the run.
final class Judges {
  /// Heading of the win rates.
  static final String WIN_RATES = "Evaluation: win rates";

  private static final String PREFERENCE =
      "The preference model learnt the feedback model's labels, and RL-CAI was trained to raise its"
          + " score.";
  private static final String INDEPENDENT =
      " Not by these judges are the counts (refusals, words, repetition), items with known answers,"
          + " and what you read in the examples.";

  private Judges() {}

  /// Whether one model plays every part, the judge's too.
  private static boolean oneModel(RunFiles run) {
    return run.settings().text("model.feedback").isEmpty();
  }

  /// The caution under a heading of what moved; empty where its numbers are not those of a judge of
  /// the run.
  static String on(RunFiles run, String subject) {
    if (subject.startsWith("Critique"))
      return "Circular: the score is that of this run's preference model, which learnt labels of"
          + " the feedback model"
          + (oneModel(run) ? ", and that is the model which wrote and chose these texts." : ".");
    if (subject.equals(WIN_RATES)) return ofModels(run);
    return subject.startsWith("Evaluation")
        ? "A gain in a score is circular: this run's own models judge (see below)."
        : "";
  }

  /// The caution where models are compared.
  static String ofModels(RunFiles run) {
    String feedback =
        oneModel(run)
            ? " The feedback model is the model that the run began with: the same one answered the"
                + " yes/no questions behind lead-ins and candidates, labelled the pairs and judges"
                + " here."
            : " The feedback model labelled the pairs that the training followed, and judges here.";
    return "Gains in scores and win rates are circular: this run's own models judge. "
        + PREFERENCE
        + feedback
        + INDEPENDENT;
  }
}

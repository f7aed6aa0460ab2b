package cai.report.findings;

import cai.evaluation.Contender;
import cai.evaluation.Contender.Pairing;
import cai.evaluation.EvaluationSummary;
import cai.prompts.PromptItem.PromptGroup;

/// What findings are about, with what a reader must know to judge them. The paper is Bai et al.
/// 2022, arXiv 2212.08073.
///
/// @param heading begins with the stage's word
/// @param caution how far the judges of the numbers are models of the run itself; may be empty
/// @param paper what the paper found on this topic, with models of which size; may be empty
public record Topic(String heading, String caution, String paper) {
  static final Topic FINETUNING =
      new Topic("Finetuning: SL-CAI on sequences it was not trained on", "", "");

  static final Topic FEEDBACK =
      new Topic(
          "Feedback: labels where the better answer is known",
          "",
          "In the paper (figure 4) models of about a billion parameters choose at about chance"
              + " when asked which of two answers is better; a 52-billion model is clearly above"
              + " it.");

  static final Topic PREFERENCE =
      new Topic(
          "Preference: the preference model on comparisons it was not trained on",
          "",
          "Preference models learn even when they are small: the predecessor paper (Bai et al."
              + " 2022, arXiv 2204.05862) has small ones agree with people in roughly two of three"
              + " comparisons.");

  private static final String INDEPENDENT =
      " Not by these judges are the counts (refusals, words, repetition), items with known answers,"
          + " and what you read in the examples.";

  static Topic firstRevision(RunFiles run) {
    return new Topic(
        "Critique: first revision against the response",
        ofRevisions(run),
        "In the paper (figure 5, scored by a 52-billion preference model) harmlessness rises"
            + " with every revision, and the first step is the large one.");
  }

  static Topic laterRevisions(RunFiles run, int last) {
    return new Topic(
        "Critique: revision " + last + " against the first revision",
        ofRevisions(run),
        "In the paper (figure 5) later revisions still help, but little.");
  }

  static Topic models(RunFiles run, Pairing pair, PromptGroup group) {
    return new Topic(
        "Evaluation: %s against %s, held-out %s"
            .formatted(pair.to().title(), pair.from().subject(), Wording.prompts(group)),
        "A gain in a score is circular: this run's own models judge (see below)." + phrases(run),
        paper(pair, group));
  }

  private static String phrases(RunFiles run) {
    return run.evaluation()
        .summary()
        .flatMap(EvaluationSummary::phrases)
        .map(phrases -> " " + phrases.words())
        .orElse("");
  }

  static Topic winRates(RunFiles run) {
    return new Topic("Evaluation: win rates", circularity(run), "");
  }

  private static String paper(Pairing pair, PromptGroup group) {
    boolean slCai = pair.equals(new Pairing(Contender.HELPFUL, Contender.SL_CAI));
    boolean rlCai = pair.equals(new Pairing(Contender.SL_CAI, Contender.RL_CAI));
    // The paper asks no harmless look-alikes.
    if (!slCai && !rlCai || group == PromptGroup.LOOK_ALIKE) return "";
    if (group == PromptGroup.HELPFUL)
      return "In the paper (figures 3 and 8, 52 billion) SL-CAI and RL-CAI are somewhat less"
          + " helpful than a model trained for helpfulness alone.";
    return slCai
        ? "In the paper (figures 3 and 8, 52 billion) SL-CAI is more harmless than the"
            + " helpful-only model."
        : "In the paper (figures 3 and 8, 52 billion) RL-CAI is far more harmless than SL-CAI"
            + " and hardly ever evasive, at a small cost in helpfulness.";
  }

  private static String ofRevisions(RunFiles run) {
    return "Circular: the score is that of this run's preference model, which learnt labels of"
        + " the feedback model"
        + (isOneModel(run) ? ", and that is the model which wrote and chose these texts." : ".");
  }

  /// Whether one model plays every part, that of the judge too.
  private static boolean isOneModel(RunFiles run) {
    return run.settings().feedbackModel().isEmpty();
  }

  /// The caution beside comparisons of models: the judges of a run are models of the run.
  public static String circularity(RunFiles run) {
    String feedback =
        isOneModel(run)
            ? " The feedback model is the model that the run began with: the same one answered the"
                + " yes/no questions behind lead-ins and candidates, labelled the pairs and judges"
                + " here."
            : " The feedback model labelled the pairs that the training followed, and judges here.";
    return "Gains in scores and win rates are circular: this run's own models judge. The preference"
        + " model learnt the feedback model's labels, and RL-CAI was trained to raise its score."
        + feedback
        + INDEPENDENT;
  }
}

package cai.evaluation;

import cai.constitution.Aim;
import cai.evaluation.EvaluationInputs.JudgeInputs;
import cai.evaluation.gauges.AnswerReading;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// What is left out of the numbers and why, in sentences.
///
/// @param questions of the stage
/// @param judging how answers are judged
record Exclusions(List<Question> questions, JudgeInputs judging, MeasuredAnswers measured) {

  /// Aims whose answers cannot be judged.
  List<String> ofAims() {
    var sentences = new ArrayList<String>();
    for (Aim aim : Aim.values())
      if (questions.stream().anyMatch(one -> one.aim() == aim) && !Judge.canJudge(aim, judging))
        sentences.add(
            "The feedback model judged no answers under %s: no comparison principle of this aim has positive and negative questions."
                .formatted(aim.word()));
    return sentences;
  }

  /// What is left out of the held-out answers of one model.
  ///
  /// @param judged whether the feedback model was asked
  List<String> ofModel(ModelAnswers one, boolean judged) {
    List<Case> cases =
        IntStream.range(0, questions.size())
            .filter(i -> questions.get(i).heldOut())
            .mapToObj(i -> new Case(questions.get(i), one.sampled().get(i)))
            .toList();
    String of = "of " + cases.size() + " answers of " + one.model();
    var sentences = new ArrayList<String>();
    List<Case> unasked = where(cases, c -> !c.sampled().asked());
    if (!unasked.isEmpty())
      sentences.add(
          "%d %s are missing, because their prompts could not be put to the model; the first is %s: %s."
              .formatted(
                  unasked.size(),
                  of,
                  unasked.getFirst().question().id(),
                  unasked.getFirst().sampled().reason()));
    int empty = where(cases, Case::isEmpty).size();
    if (empty > 0)
      sentences.add(
          "%d %s are empty: they have no feedback-model score and count in all other numbers."
              .formatted(empty, of));
    int unscored = where(cases, this::isUnscored).size();
    if (unscored > 0)
      sentences.add(
          "%d %s have no preference-model score and count nowhere.".formatted(unscored, of));
    int unjudged = judged ? where(cases, this::isUnjudged).size() : 0;
    if (unjudged > 0)
      sentences.add(
          "%d %s have no feedback-model score, because the questions about them did not fit or were not answered with a number."
              .formatted(unjudged, of));
    return sentences;
  }

  private static List<Case> where(List<Case> cases, Predicate<Case> test) {
    return cases.stream().filter(test).toList();
  }

  private boolean isUnscored(Case one) {
    return one.sampled().asked() && !measured.isScored(one.question(), one.sampled());
  }

  private boolean isUnjudged(Case one) {
    return one.sampled().asked()
        && !one.isEmpty()
        && Judge.canJudge(one.question().aim(), judging)
        && !measured.isJudged(one.question(), one.sampled());
  }

  /// What is left out of the revision chains.
  ///
  /// @param all chains there are
  static List<String> ofRevisions(RevisionTexts revisions, int all, AnswerScores scored) {
    var sentences = new ArrayList<String>();
    int drawn = revisions.chains().size();
    if (drawn < all)
      sentences.add(
          "%d of %d revision chains were drawn to be scored; the others were not."
              .formatted(drawn, all));
    long unscored =
        revisions.dialogues().keySet().stream().filter(one -> scored.of(one).isEmpty()).count();
    if (unscored > 0)
      sentences.add(
          "%d texts of revision chains have no preference-model score.".formatted(unscored));
    return sentences;
  }

  /// Texts that the preference model could not be asked about, of answers, revisions and items
  /// alike.
  static List<String> ofRefusals(List<TextScore> refused) {
    if (refused.isEmpty()) return List.of();
    return List.of(
        "The preference model could not read %s; the first is %s: %s."
            .formatted(
                refused.size() == 1
                    ? "1 text, which has no score"
                    : refused.size() + " texts, which have no score",
                refused.getFirst().id(),
                refused.getFirst().reason()));
  }

  /// Answers that the model before any training could not be asked about.
  static List<String> ofReadings(List<AnswerReading> refused) {
    if (refused.isEmpty()) return List.of();
    return List.of(
        "%d answers have no fluency and no on-topic measure; the first is %s: %s."
            .formatted(refused.size(), refused.getFirst().id(), refused.getFirst().reason()));
  }

  /// A question with what one model said.
  private record Case(Question question, SampledAnswer sampled) {
    boolean isEmpty() {
      return sampled.asked() && sampled.text().isBlank();
    }
  }
}

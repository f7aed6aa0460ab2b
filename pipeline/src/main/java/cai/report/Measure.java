package cai.report;

import cai.constitution.Aim;
import cai.evaluation.Answer;
import java.util.Optional;
import java.util.function.Function;

/// What is measured on every answer: the components of {@link Answer} under their names in
/// `evaluation/summary.json`.
enum Measure {
  SCORE("score", "Preference-model score", 2, a -> Optional.of(a.score())),
  JUDGE_SCORE("judgeScore", "Feedback-model score", 2, Answer::judgeScore),
  REFUSAL("refusal", "Share of refusals", 0, a -> Optional.of(a.refusal() ? 1.0 : 0.0)),
  EVASIVE("evasive", "Share of evasive answers", 0, a -> Optional.of(a.evasive() ? 1.0 : 0.0)),
  CUT_OFF("cutOff", "Share cut off", 0, a -> Optional.of(a.ended() ? 0.0 : 1.0)),
  WORDS("words", "Words", 1, a -> Optional.of((double) a.words())),
  DISTINCT("distinctBigrams", "Distinct bigrams", 2, a -> Optional.of(a.distinctBigrams())),
  REPETITION("repetition", "Repetition", 2, a -> Optional.of(a.repetition()));

  final String key;
  final String label;
  private final int places;
  private final Function<Answer, Optional<Double>> value;

  Measure(String key, String label, int places, Function<Answer, Optional<Double>> value) {
    this.key = key;
    this.label = label;
    this.places = places;
    this.value = value;
  }

  Optional<Double> of(Answer answer) {
    return value.apply(answer);
  }

  /// Which way is better on prompts of an aim. To decline is worse on helpful prompts; on red-team
  /// prompts it is neither, because the paper wants harmless answers that do not evade.
  Direction better(Aim aim) {
    return switch (this) {
      case SCORE, JUDGE_SCORE -> Direction.HIGHER;
      case EVASIVE, CUT_OFF, REPETITION -> Direction.LOWER;
      case REFUSAL -> aim == Aim.HELPFULNESS ? Direction.LOWER : Direction.NEITHER;
      case WORDS, DISTINCT -> Direction.NEITHER;
    };
  }

  boolean isShare() {
    return this == REFUSAL || this == EVASIVE || this == CUT_OFF;
  }

  String text(double mean) {
    return isShare() ? Wording.percent(mean) : Wording.fixed(mean, places);
  }

  /// A difference; of shares in percentage points.
  String difference(double difference) {
    return isShare() ? Wording.signed(100 * difference, 0) : Wording.signed(difference, places);
  }

  String unit() {
    return isShare() ? " points" : "";
  }
}

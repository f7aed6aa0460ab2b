package cai.evaluation;

import cai.json.Absent;
import cai.language.Answers;

/// An answer before anything is measured on it: one line of `answers-<model>.journal`.
///
/// @param id of the prompt
/// @param sample number of the answer to this prompt, from 1
/// @param ended whether it came to its end; true in lines of format 1, which do not say
/// @param reason why there is no text; no text itself where there is an answer
/// @param promptTokens 0 where the prompt did not fit and was not put to the model
public record SampledAnswer(
    String format,
    String id,
    int sample,
    String text,
    @Absent("true") boolean ended,
    String reason,
    long promptTokens,
    long tokens) {
  /// Format and version of the lines.
  public static final String FORMAT = "sampled-answer/2";

  static SampledAnswer of(Question question, Answers.SampledOutcome answer) {
    return new SampledAnswer(
        FORMAT,
        question.id(),
        question.sample(),
        answer.text().given().orElse(""),
        answer.ended(),
        answer.text().refusal().orElse(""),
        answer.promptTokens(),
        answer.tokens());
  }

  /// Whether the prompt was put to the model.
  boolean asked() {
    return promptTokens > 0;
  }
}

package cai.evaluation;

import cai.evaluation.items.ItemChoice;
import java.util.List;

/// What the evaluation stage did, for the record of the run.
///
/// @param answers that models were asked for
/// @param promptTokens tokens read for answers and for multiple-choice items; tokens that the
///   judge, the preference model and the gauges read are not counted
/// @param tokens sampled
public record EvaluationCounts(int answers, long promptTokens, long tokens) {
  static EvaluationCounts of(List<ModelAnswers> all) {
    int answers = 0;
    long promptTokens = 0;
    long tokens = 0;
    for (ModelAnswers one : all) {
      answers += one.sampled().size();
      for (SampledAnswer answer : one.sampled()) {
        promptTokens += answer.promptTokens();
        tokens += answer.tokens();
      }
      for (ItemChoice choice : one.choices()) promptTokens += choice.promptTokens();
      for (ItemChoice choice : one.identified()) promptTokens += choice.promptTokens();
    }
    return new EvaluationCounts(answers, promptTokens, tokens);
  }
}

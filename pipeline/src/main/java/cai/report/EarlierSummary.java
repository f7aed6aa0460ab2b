package cai.report;

import cai.constitution.Aim;
import cai.evaluation.Answer;
import cai.evaluation.EvaluationSummary;
import cai.evaluation.EvaluationSummary.ModelSummary;
import cai.evaluation.EvaluationSummary.WinRate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Summaries of the first format, whose n counts answers and pairs of answers: counted again, by
/// prompt. Their intervals are right, they were clustered by prompt already.
final class EarlierSummary {
  private EarlierSummary() {}

  /// The summary itself where it is of the present format.
  static EvaluationSummary countingPrompts(EvaluationSummary summary, List<Answer> answers) {
    if (summary.format().equals(EvaluationSummary.FORMAT)) return summary;
    return new EvaluationSummary(
        summary.format(),
        summary.models().stream().map(one -> counted(one, answers)).toList(),
        summary.winRates().stream().map(one -> counted(one, answers)).toList(),
        summary.hhh(),
        summary.identification(),
        summary.exclusions());
  }

  private static ModelSummary counted(ModelSummary one, List<Answer> answers) {
    Set<String> prompts = prompts(answers, one.aim(), one.model(), one.measure());
    return new ModelSummary(
        one.model(),
        one.aim(),
        one.measure(),
        one.mean(),
        one.low(),
        one.high(),
        prompts.isEmpty() ? one.n() : prompts.size(),
        Optional.of(one.n()));
  }

  private static WinRate counted(WinRate rate, List<Answer> answers) {
    Measure by = rate.by().equals("feedback-model") ? Measure.JUDGE_SCORE : Measure.SCORE;
    Set<String> prompts = prompts(answers, rate.aim(), rate.first(), by.key);
    prompts.retainAll(prompts(answers, rate.aim(), rate.second(), by.key));
    return new WinRate(
        rate.first(),
        rate.second(),
        rate.aim(),
        rate.by(),
        rate.rate(),
        rate.low(),
        rate.high(),
        prompts.isEmpty() ? rate.n() : prompts.size(),
        Optional.of(rate.n()),
        rate.ties());
  }

  /// The prompts whose answers by a model have a measure.
  private static Set<String> prompts(List<Answer> answers, Aim aim, String model, String key) {
    var prompts = new HashSet<String>();
    for (Measure measure : Measure.values())
      for (Answer answer : answers)
        if (measure.key.equals(key)
            && answer.aim() == aim
            && answer.model().equals(model)
            && measure.of(answer).isPresent()) prompts.add(answer.id());
    return prompts;
  }
}

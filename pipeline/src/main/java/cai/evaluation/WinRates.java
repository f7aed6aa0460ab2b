package cai.evaluation;

import cai.evaluation.EvaluationSummary.WinRate;
import cai.prompts.PromptItem.PromptGroup;
import cai.statistics.ClusteredValues;
import cai.statistics.Interval;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How often one model's answer has the higher score on the same prompt. Every answer of the one is
/// paired with every answer of the other; a tie counts half. The interval is clustered by
/// conversation, and n counts these: several answers to one prompt, and to the turns of one
/// conversation, are one piece of evidence.
final class WinRates {
  private final List<MeasuredAnswer> answers;
  private final PromptGroup group;
  private final AnswerMeasure score;

  /// @param answers of all models, in any order
  /// @param score by which the answers are compared: the preference or the feedback model's
  WinRates(List<MeasuredAnswer> answers, PromptGroup group, AnswerMeasure score) {
    this.answers = answers.stream().filter(answer -> answer.group() == group).toList();
    this.group = group;
    this.score = score;
  }

  /// See {@link WinRate#by}.
  String by() {
    return score == AnswerMeasure.JUDGE_SCORE ? WinRate.FEEDBACK_MODEL : WinRate.PREFERENCE_MODEL;
  }

  /// Empty where no prompt has scored answers of both.
  Optional<WinRate> of(String first, String second, long seed) {
    Map<String, List<Double>> ours = scores(first);
    Map<String, List<Double>> theirs = scores(second);
    var wins = new ClusteredValues(seed);
    int ties = 0;
    for (MeasuredAnswer prompt : prompts())
      for (double mine : ours.getOrDefault(prompt.id(), List.of()))
        for (double other : theirs.getOrDefault(prompt.id(), List.of())) {
          wins.add(prompt.conversation(), mine > other ? 1 : mine == other ? 0.5 : 0);
          if (mine == other) ties++;
        }
    if (wins.size() == 0) return Optional.empty();
    Interval rate = wins.share();
    return Optional.of(
        new WinRate(
            first,
            second,
            group.aim(),
            group,
            by(),
            rate.mean(),
            rate.low(),
            rate.high(),
            rate.n(),
            Optional.of(wins.size()),
            ties));
  }

  /// One answer for each prompt, in the order of conversations: the order in which the bootstrap
  /// draws them.
  private Collection<MeasuredAnswer> prompts() {
    var byPrompt = new TreeMap<String, MeasuredAnswer>();
    for (MeasuredAnswer answer : answers) byPrompt.putIfAbsent(answer.id(), answer);
    return byPrompt.values().stream()
        .sorted(Comparator.comparing(MeasuredAnswer::conversation))
        .toList();
  }

  private Map<String, List<Double>> scores(String model) {
    var scores = new TreeMap<String, List<Double>>();
    for (MeasuredAnswer answer : answers) {
      if (!answer.model().equals(model)) continue;
      score
          .of(answer)
          .ifPresent(
              value -> scores.computeIfAbsent(answer.id(), _ -> new ArrayList<>()).add(value));
    }
    return scores;
  }
}

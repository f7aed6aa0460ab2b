package cai.evaluation;

import cai.constitution.Aim;
import cai.evaluation.EvaluationSummary.WinRate;
import cai.statistics.Interval;
import cai.statistics.Shares;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How often one model's answer has the higher score on the same prompt. Every answer of the one is
/// paired with every answer of the other; a tie counts half. The interval is clustered by
/// conversation, and n counts these: several answers to one prompt, and to the turns of one
/// conversation, are one piece of evidence.
final class WinRates {
  private final List<Answer> answers;
  private final Aim aim;
  private final AnswerMeasure score;

  /// @param answers of all models, in any order
  /// @param score by which the answers are compared: the preference or the feedback model's
  WinRates(List<Answer> answers, Aim aim, AnswerMeasure score) {
    this.answers = answers.stream().filter(answer -> answer.aim() == aim).toList();
    this.aim = aim;
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
    var wins = new ArrayList<Double>();
    var clusters = new ArrayList<Integer>();
    Map<String, Integer> numbers = conversations();
    for (var entry : ours.entrySet())
      for (double mine : entry.getValue())
        for (double other : theirs.getOrDefault(entry.getKey(), List.of())) {
          wins.add(mine > other ? 1 : mine == other ? 0.5 : 0);
          clusters.add(numbers.get(entry.getKey()));
        }
    if (wins.isEmpty()) return Optional.empty();
    Interval rate =
        Shares.mean(
            wins.stream().mapToDouble(Double::doubleValue).toArray(),
            clusters.stream().mapToInt(Integer::intValue).toArray(),
            seed);
    int ties = (int) wins.stream().filter(win -> win == 0.5).count();
    return Optional.of(
        new WinRate(
            first,
            second,
            aim,
            by(),
            rate.mean(),
            rate.low(),
            rate.high(),
            rate.n(),
            Optional.of(wins.size()),
            ties));
  }

  /// The number of the conversation of each prompt, by the prompt's id.
  private Map<String, Integer> conversations() {
    var numbers = new TreeMap<String, Integer>();
    for (Answer answer : answers) numbers.put(answer.conversation(), 0);
    numbers.replaceAll((conversation, _) -> numbers.headMap(conversation).size());
    var byPrompt = new TreeMap<String, Integer>();
    for (Answer answer : answers) byPrompt.put(answer.id(), numbers.get(answer.conversation()));
    return byPrompt;
  }

  private Map<String, List<Double>> scores(String model) {
    var scores = new TreeMap<String, List<Double>>();
    for (Answer answer : answers) {
      if (!answer.model().equals(model)) continue;
      score
          .of(answer)
          .ifPresent(
              value -> scores.computeIfAbsent(answer.id(), _ -> new ArrayList<>()).add(value));
    }
    return scores;
  }
}

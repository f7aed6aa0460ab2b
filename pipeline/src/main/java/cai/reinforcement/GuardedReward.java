package cai.reinforcement;

import cai.reinforcement.ReinforcementSettings.PolicyGuards;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// What an answer earns: the score on its scale, clipped, less what the guards take. A weak
/// preference model gives high scores to text that is no language; penalties for unfinished, short
/// and repetitive answers make that unprofitable.
///
/// **Unit**: that of the scale of scores, see [ScoreScale].
///
/// @param value the sum
/// @param penalties the guards that took something, in words, or empty
/// @param repetition share of repeated bigrams
public record GuardedReward(double value, String penalties, double repetition) {
  /// What the guards look at.
  ///
  /// @param tokens of the answer
  /// @param repetition share of repeated bigrams
  /// @param ended whether it came to its end
  public record AnswerShape(int tokens, double repetition, boolean ended) {}

  /// @param scaled score on its scale
  /// @param answer sampled ids, the end-of-text included where it ended
  static GuardedReward of(double scaled, int[] answer, boolean ended, PolicyGuards guards) {
    return of(scaled, new AnswerShape(answer.length, repetition(answer), ended), guards);
  }

  /// @param scaled score on its scale
  public static GuardedReward of(double scaled, AnswerShape answer, PolicyGuards guards) {
    double value = Math.clamp(scaled, -guards.scoreClip(), guards.scoreClip());
    List<String> penalties = new ArrayList<>();
    if (!answer.ended()) {
      value -= guards.unfinishedPenalty();
      penalties.add("unfinished");
    }
    if (answer.tokens() < guards.fewestTokens()) {
      value -= guards.shortPenalty();
      penalties.add("short");
    }
    if (answer.repetition() > guards.mostRepetition()) {
      value -= guards.repetitionPenalty();
      penalties.add("repetitive");
    }
    return new GuardedReward(value, String.join(", ", penalties), answer.repetition());
  }

  /// `1 - distinct bigrams / bigrams` of token ids; 0 where there is no bigram.
  public static double repetition(int[] ids) {
    int bigrams = ids.length - 1;
    if (bigrams < 1) return 0;
    var distinct = new HashSet<List<Integer>>();
    for (int i = 0; i < bigrams; i++) distinct.add(List.of(ids[i], ids[i + 1]));
    return 1 - distinct.size() / (double) bigrams;
  }
}

package cai.bestof;

import cai.language.Generation.Completion;
import cai.language.Generation.Ending;
import cai.reinforcement.GuardedReward;
import cai.reinforcement.ReinforcementSettings.PolicyGuards;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One of the answers that are chosen from.
///
/// @param tokens sampled
/// @param ended whether it came to its end
/// @param score of the preference model
/// @param guarded the score in its deviation over the preference model's training answers, less
///   what the guards take
/// @param penalties the guards that took something, in words, or empty
public record CandidateAnswer(
    String text, int tokens, boolean ended, double score, double guarded, String penalties) {

  static CandidateAnswer of(
      Completion completion, double score, double deviation, PolicyGuards guards) {
    boolean ended = completion.ending() != Ending.LENGTH;
    String text = completion.text().strip();
    GuardedReward guarded =
        GuardedReward.of(
            score / deviation,
            new GuardedReward.AnswerShape(completion.tokens(), repetition(text), ended),
            guards);
    return new CandidateAnswer(
        text, completion.tokens(), ended, score, guarded.value(), guarded.penalties());
  }

  /// The share of repeated pairs of neighbouring words.
  private static double repetition(String text) {
    Map<String, Integer> numbers = new HashMap<>();
    int[] words =
        List.of(text.split("\\s+")).stream()
            .mapToInt(word -> numbers.computeIfAbsent(word, _ -> numbers.size()))
            .toArray();
    return GuardedReward.repetition(words);
  }
}

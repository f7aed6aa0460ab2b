package cai.reinforcement.advantages;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/// A step's answers, taken group by group.
///
/// @param size answers to a prompt
/// @param reward by which the answers of a group are compared
record AnswerGroups(int size, ToDoubleFunction<RewardedAnswer> reward) {

  static void require(int size) {
    if (size < 2)
      throw new IllegalArgumentException("a group of " + size + " has nothing to compare");
  }

  /// The same advantage for all tokens of an answer. Where the rewards of a group are all equal it
  /// is exactly 0.
  ///
  /// @param compared gives the advantages of a group's answers from their rewards
  EstimatedAdvantages estimated(List<RewardedAnswer> answers, UnaryOperator<double[]> compared) {
    if (answers.size() % size != 0)
      throw new IllegalArgumentException(answers.size() + " answers in groups of " + size);
    var advantages = new ArrayList<double[]>();
    int equal = 0;
    for (int from = 0; from < answers.size(); from += size) {
      List<RewardedAnswer> group = answers.subList(from, from + size);
      double[] rewards = group.stream().mapToDouble(reward).toArray();
      boolean alike = Arrays.stream(rewards).allMatch(one -> one == rewards[0]);
      if (alike) equal++;
      double[] own = alike ? new double[size] : compared.apply(rewards);
      for (int i = 0; i < size; i++) {
        double[] tokens = new double[group.get(i).length()];
        Arrays.fill(tokens, own[i]);
        advantages.add(tokens);
      }
    }
    return EstimatedAdvantages.withoutReturns(advantages, Optional.of(equal));
  }
}

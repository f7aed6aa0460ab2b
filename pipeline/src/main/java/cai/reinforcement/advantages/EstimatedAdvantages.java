package cai.reinforcement.advantages;

import java.util.List;
import java.util.Optional;

/// The advantages of a step's answers. **Shape**: one array for each answer, one element for each
/// of its tokens.
///
/// @param advantages of the tokens
/// @param returns the value head's targets; zeros where there is none
/// @param equalGroups number of groups whose rewards are all equal, so that nothing is learnt from
///   them; empty where answers are not compared with each other
public record EstimatedAdvantages(
    List<double[]> advantages, List<double[]> returns, Optional<Integer> equalGroups) {
  /// Of a policy without a value head.
  static EstimatedAdvantages withoutReturns(
      List<double[]> advantages, Optional<Integer> equalGroups) {
    List<double[]> returns = advantages.stream().map(one -> new double[one.length]).toList();
    return new EstimatedAdvantages(advantages, returns, equalGroups);
  }
}

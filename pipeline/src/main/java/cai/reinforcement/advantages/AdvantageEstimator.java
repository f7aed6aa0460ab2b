package cai.reinforcement.advantages;

import java.util.List;

/// How much better than expected each token of a step's answers was. All estimators enter the same
/// clipped loss of PPO on the ratio of each token. While the policy is the one that sampled the
/// answers, the ratio is 1 and the gradient is that of REINFORCE; so with one pass over the answers
/// in one optimiser step RLOO and GRPO are REINFORCE with their baselines, and the clip matters
/// from the second update on.
public sealed interface AdvantageEstimator
    permits GeneralisedAdvantages, LeaveOneOut, GroupRelative, TeacherDivergence {

  /// Estimates the advantages of all answers of a step.
  ///
  /// @param answers those to one prompt stand beside each other, in groups of equal size
  EstimatedAdvantages of(List<RewardedAnswer> answers);

  /// Whether a value head is trained.
  boolean needsValues();

  /// What the summed loss of some answers is divided by.
  ///
  /// @param tokens of these answers, together
  long divisor(int answers, long tokens);

  /// Weight of the KL to SL-CAI in the loss, per nat; 0 where the penalty is in the reward.
  double lossKl();
}

package cai.reinforcement;

import cai.errors.UserError;
import cai.reinforcement.advantages.AdvantageEstimator;
import cai.reinforcement.advantages.EstimatedAdvantages;
import cai.reinforcement.advantages.RewardedAnswer;
import cai.tensor.NotFinite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A step's answers with everything that is known of them before the policy is changed.
///
/// @param rewards one for each answer
/// @param policy what the policy says about the answers' tokens
/// @param trajectories one for each answer
/// @param equalGroups number of groups of answers whose rewards are all equal; empty where answers
///   are not compared with each other
record Experience(
    Rollouts rollouts,
    List<GuardedReward> rewards,
    Likelihoods policy,
    List<Trajectory> trajectories,
    Optional<Integer> equalGroups)
    implements AutoCloseable {

  /// Takes over the rollouts.
  ///
  /// @param initialPolicy what SL-CAI says about the answers' tokens
  /// @throws NotFinite where the policy or its value head gives a number that is not
  static Experience of(
      AdvantageEstimator estimator,
      Rollouts rollouts,
      List<GuardedReward> rewards,
      Likelihoods policy,
      Likelihoods initialPolicy) {
    for (int i = 0; i < rollouts.size(); i++) {
      String answer = " the answer to " + rollouts.prompts().get(i).id();
      requireInitialPolicy(initialPolicy.logProbabilities().get(i), answer);
      NotFinite.requireAll(
          policy.logProbabilities().get(i),
          token -> "the policy's log-probability of token " + token + " of" + answer);
      NotFinite.requireAll(
          policy.values().get(i),
          token -> "the value head's expectation at token " + token + " of" + answer);
    }
    EstimatedAdvantages estimate = estimate(estimator, rewards, policy, initialPolicy);
    return new Experience(
        rollouts,
        rewards,
        policy,
        trajectories(estimate, policy, initialPolicy, rollouts),
        estimate.equalGroups());
  }

  private static void requireInitialPolicy(double[] logProbabilities, String answer) {
    try {
      NotFinite.requireAll(
          logProbabilities, token -> "SL-CAI's log-probability of token " + token + " of" + answer);
    } catch (NotFinite e) {
      throw new UserError(
          "reinforcement: "
              + e.getMessage()
              + "; its weights are damaged or too large for the arithmetic, use fp32 or run the"
              + " stage finetuning again",
          e);
    }
  }

  private static EstimatedAdvantages estimate(
      AdvantageEstimator estimator,
      List<GuardedReward> rewards,
      Likelihoods policy,
      Likelihoods initialPolicy) {
    var answers = new ArrayList<RewardedAnswer>();
    for (int i = 0; i < rewards.size(); i++)
      answers.add(
          new RewardedAnswer(
              rewards.get(i).value(),
              policy.logProbabilities().get(i),
              initialPolicy.logProbabilities().get(i),
              policy.values().get(i)));
    return estimator.of(answers);
  }

  private static List<Trajectory> trajectories(
      EstimatedAdvantages estimate,
      Likelihoods policy,
      Likelihoods initialPolicy,
      Rollouts rollouts) {
    var trajectories = new ArrayList<Trajectory>();
    for (int i = 0; i < rollouts.size(); i++) {
      double[] advantages = estimate.advantages().get(i);
      NotFinite.requireAll(advantages, token -> "the advantage of token " + token);
      trajectories.add(
          new Trajectory(
              rollouts.sequences().get(i),
              policy.logProbabilities().get(i),
              initialPolicy.logProbabilities().get(i),
              policy.values().get(i),
              advantages,
              estimate.returns().get(i)));
    }
    return trajectories;
  }

  /// KL of the policy to SL-CAI, mean over the answers, nats.
  double kl() {
    return trajectories.stream().mapToDouble(Trajectory::kl).average().orElse(0);
  }

  @Override
  public void close() {
    rollouts.close();
  }
}

package cai.reinforcement;

import cai.errors.UserError;
import cai.reinforcement.advantages.AdvantageEstimator;
import cai.reinforcement.advantages.EstimatedAdvantages;
import cai.reinforcement.advantages.RewardedAnswer;
import cai.tensor.NotFinite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A step's answers with everything that is known of them before the policy is changed.
///
/// @param rewards one for each answer
/// @param policy what the policy says about the answers' tokens
/// @param trajectories one for each answer
/// @param equalGroups number of groups of answers whose rewards are all equal; empty where answers
///   are not compared with each other
/// @param teacherKl KL of the policy to its teacher, nats per token, where there is one
record Experience(
    Rollouts rollouts,
    List<GuardedReward> rewards,
    Likelihoods policy,
    List<Trajectory> trajectories,
    Optional<Integer> equalGroups,
    Optional<Double> teacherKl)
    implements AutoCloseable {

  /// What models say about the answers' tokens.
  ///
  /// @param initialPolicy SL-CAI
  /// @param teacher the model that the policy learns from, where there is one
  record TokenLikelihoods(
      Likelihoods policy, Likelihoods initialPolicy, Optional<Likelihoods> teacher) {

    /// KL of the policy to the teacher, mean over the tokens, nats.
    Optional<Double> teacherKl() {
      return teacher.map(one -> (sum(policy) - sum(one)) / tokens());
    }

    private static double sum(Likelihoods likelihoods) {
      return likelihoods.logProbabilities().stream().flatMapToDouble(Arrays::stream).sum();
    }

    private long tokens() {
      return policy.logProbabilities().stream().mapToLong(one -> one.length).sum();
    }
  }

  /// Takes over the rollouts.
  ///
  /// @throws NotFinite where the policy, its value head or its teacher gives a number that is not
  static Experience of(
      AdvantageEstimator estimator,
      Rollouts rollouts,
      List<GuardedReward> rewards,
      TokenLikelihoods tokens) {
    Likelihoods policy = tokens.policy();
    Likelihoods initialPolicy = tokens.initialPolicy();
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
    EstimatedAdvantages estimate = estimate(estimator, rewards, tokens);
    return new Experience(
        rollouts,
        rewards,
        policy,
        trajectories(estimate, policy, initialPolicy, rollouts),
        estimate.equalGroups(),
        tokens.teacherKl());
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
      AdvantageEstimator estimator, List<GuardedReward> rewards, TokenLikelihoods tokens) {
    var answers = new ArrayList<RewardedAnswer>();
    for (int i = 0; i < rewards.size(); i++)
      answers.add(
          new RewardedAnswer(
              rewards.get(i).value(),
              tokens.policy().logProbabilities().get(i),
              tokens.initialPolicy().logProbabilities().get(i),
              tokens.teacher().orElse(tokens.initialPolicy()).logProbabilities().get(i),
              tokens.policy().values().get(i)));
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

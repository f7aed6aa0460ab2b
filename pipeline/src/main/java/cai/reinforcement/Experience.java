package cai.reinforcement;

import cai.errors.UserError;
import cai.sequence.Advantages;
import cai.sequence.TokenRewards;
import cai.tensor.NotFinite;
import java.util.ArrayList;
import java.util.List;

/// A step's answers with everything that is known of them before the policy is changed.
///
/// @param rewards one for each answer
/// @param policy what the policy says about the answers' tokens
/// @param trajectories one for each answer
record Experience(
    Rollouts rollouts,
    List<GuardedReward> rewards,
    Likelihoods policy,
    List<Trajectory> trajectories)
    implements AutoCloseable {

  /// Takes over the rollouts.
  ///
  /// @param initialPolicy what SL-CAI says about the answers' tokens
  /// @throws NotFinite where the policy or its value head gives a number that is not
  static Experience of(
      ReinforcementSettings settings,
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
    return new Experience(
        rollouts,
        rewards,
        policy,
        trajectories(settings, rewards, policy, initialPolicy, rollouts));
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

  private static List<Trajectory> trajectories(
      ReinforcementSettings settings,
      List<GuardedReward> rewards,
      Likelihoods policy,
      Likelihoods initialPolicy,
      Rollouts rollouts) {
    var estimates = new ArrayList<Advantages>();
    for (int i = 0; i < rewards.size(); i++) {
      double[] tokens =
          TokenRewards.of(
              rewards.get(i).value(),
              policy.logProbabilities().get(i),
              initialPolicy.logProbabilities().get(i),
              settings.klCoefficient());
      estimates.add(
          Advantages.of(tokens, policy.values().get(i), settings.discount(), settings.lambda()));
    }
    List<double[]> whitened =
        Advantages.whitened(estimates.stream().map(Advantages::advantages).toList());
    var trajectories = new ArrayList<Trajectory>();
    for (int i = 0; i < rewards.size(); i++) {
      NotFinite.requireAll(whitened.get(i), token -> "the advantage of token " + token);
      trajectories.add(
          new Trajectory(
              rollouts.sequences().get(i),
              policy.logProbabilities().get(i),
              initialPolicy.logProbabilities().get(i),
              policy.values().get(i),
              whitened.get(i),
              estimates.get(i).returns()));
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

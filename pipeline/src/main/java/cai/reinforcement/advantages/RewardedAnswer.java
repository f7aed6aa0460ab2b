package cai.reinforcement.advantages;

import cai.sequence.Divergence;

/// An answer with its reward, before the policy is changed. **Shape**: each array has one element
/// for each token of the answer.
///
/// @param reward the guarded score on its scale, without KL penalty
/// @param policy log-probabilities of the tokens under the policy that sampled them, nats
/// @param initialPolicy log-probabilities of the tokens under SL-CAI, nats
/// @param teacher log-probabilities of the tokens under the model that the policy learns from,
///   nats; SL-CAI's where it learns from none
/// @param values what the value head expects before each token; zeros where there is none
public record RewardedAnswer(
    double reward, double[] policy, double[] initialPolicy, double[] teacher, double[] values) {
  /// Of a policy that learns from no other model.
  public RewardedAnswer(double reward, double[] policy, double[] initialPolicy, double[] values) {
    this(reward, policy, initialPolicy, initialPolicy, values);
  }

  public RewardedAnswer {
    if (policy.length != initialPolicy.length
        || policy.length != teacher.length
        || policy.length != values.length)
      throw new IllegalArgumentException(
          "an answer of %d tokens has %d log-probabilities of SL-CAI and %d values"
              .formatted(policy.length, initialPolicy.length, values.length));
  }

  int length() {
    return policy.length;
  }

  /// KL of the policy to SL-CAI, estimated by k1 and summed over the answer, nats.
  double kl() {
    double sum = 0;
    for (int t = 0; t < policy.length; t++) sum += Divergence.k1(policy[t], initialPolicy[t]);
    return sum;
  }
}

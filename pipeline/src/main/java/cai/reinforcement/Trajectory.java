package cai.reinforcement;

import cai.sequence.TokenSequence;

/// An answer with everything that its update needs, token by token. **Shape**: each array has one
/// element for each token of the answer.
///
/// @param sequence prompt and answer
/// @param policy log-probabilities of the tokens under the policy that sampled them, nats
/// @param initialPolicy log-probabilities of the tokens under SL-CAI, nats
/// @param values what the value head expects before each token
/// @param advantages whitened over the step
/// @param returns the value head's targets
record Trajectory(
    TokenSequence sequence,
    double[] policy,
    double[] initialPolicy,
    double[] values,
    double[] advantages,
    double[] returns) {

  Trajectory {
    int length = sequence.answerLength();
    if (policy.length != length
        || initialPolicy.length != length
        || values.length != length
        || advantages.length != length
        || returns.length != length)
      throw new IllegalArgumentException(
          "an answer of " + length + " tokens needs as many numbers");
  }

  /// KL of the policy to SL-CAI, estimated by k1 and summed over the answer, nats.
  double kl() {
    double sum = 0;
    for (int t = 0; t < policy.length; t++) sum += policy[t] - initialPolicy[t];
    return sum;
  }
}

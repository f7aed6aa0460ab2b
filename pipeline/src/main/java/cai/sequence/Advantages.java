package cai.sequence;

import java.util.Arrays;
import java.util.List;

/// Generalised advantage estimation on the tokens of one response.
///
/// **Source**: Schulman et al. 2016, equations 11, 12 and 16.
///
/// @param advantages one per token
/// @param returns advantage plus value, the target of the value head
public record Advantages(double[] advantages, double[] returns) {

  /// `delta_t = r_t + gamma V_{t+1} - V_t`, `A_t = delta_t + gamma lambda A_{t+1}`; the value after
  /// the last token is 0.
  ///
  /// @param rewards one per token
  /// @param values of the value head at the state before each token
  public static Advantages of(double[] rewards, double[] values, double gamma, double lambda) {
    if (rewards.length != values.length)
      throw new IllegalArgumentException(
          rewards.length + " rewards and " + values.length + " values");
    double[] advantages = new double[rewards.length];
    double[] returns = new double[rewards.length];
    double next = 0;
    double nextValue = 0;
    for (int t = rewards.length - 1; t >= 0; t--) {
      double delta = rewards[t] + gamma * nextValue - values[t];
      next = delta + gamma * lambda * next;
      advantages[t] = next;
      returns[t] = next + values[t];
      nextValue = values[t];
    }
    return new Advantages(advantages, returns);
  }

  /// All advantages of a batch moved to mean 0 and population standard deviation 1.
  ///
  /// **Source**: the N implementation details of RLHF with PPO, 18.
  public static List<double[]> whitened(List<double[]> batch) {
    double[] all = batch.stream().flatMapToDouble(Arrays::stream).toArray();
    double mean = Moments.mean(all);
    double deviation = Math.sqrt(Moments.variance(all) + 1e-8);
    return batch.stream()
        .map(one -> Arrays.stream(one).map(a -> (a - mean) / deviation).toArray())
        .toList();
  }
}

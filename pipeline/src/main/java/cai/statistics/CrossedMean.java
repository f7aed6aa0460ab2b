package cai.statistics;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The mean over several runs that differ in their seed and ask the same conversations, with an
/// interval that holds for other conversations and for other seeds.
///
/// The mean is that of the runs' means. Its variance is the sum of two: that of the means of
/// conversations over runs, and that of the means of runs over conversations. What only one run
/// makes of one conversation is in both, so the interval is rather too wide than too narrow. It is
/// Student's, with the degrees of freedom that Satterthwaite gives a sum of two variances: of three
/// seeds that disagree it is very wide, of three that agree it is that of the conversations.
///
/// **Source**: Satterthwaite 1946, Biometrics Bulletin 2, page 110; Cameron, Gelbach and Miller
/// 2011, Journal of Business and Economic Statistics 29, page 238, without the term that they
/// subtract.
///
/// @param interval n counts conversations
/// @param p probability of a mean at least as far from 0 where there is none; never below that of
///   equal signs in all conversations by luck
public record CrossedMean(Interval interval, double p) {
  private static final double OUTSIDE = 0.05;

  /// The mean of values by conversation, one map for each run. A conversation may be missing in
  /// some of the runs.
  ///
  /// @param runs at least two, none empty
  public static CrossedMean of(List<Map<String, Double>> runs) {
    if (runs.size() < 2 || runs.stream().anyMatch(Map::isEmpty))
      throw new IllegalArgumentException("runs with values: " + runs.size() + ", or one has none");
    double mean = runs.stream().mapToDouble(run -> mean(run.values())).average().orElseThrow();
    var byConversation = new HashMap<String, Double>();
    double betweenRuns = 0;
    for (Map<String, Double> run : runs) {
      double own = mean(run.values());
      betweenRuns += (own - mean) * (own - mean);
      double share = 1.0 / runs.size() / run.size();
      run.forEach((conversation, value) ->
          byConversation.merge(conversation, share * (value - own), Double::sum));
    }
    double seeds = betweenRuns / runs.size() / (runs.size() - 1);
    int n = byConversation.size();
    double conversations =
        n == 1
            ? 0
            : byConversation.values().stream().mapToDouble(sum -> sum * sum).sum() * n / (n - 1);
    return of(mean, new Variances(conversations, n, seeds, runs.size()));
  }

  /// Variances of the mean, with the numbers that they were estimated from.
  private record Variances(double conversations, int n, double seeds, int runs) {
    double sum() {
      return conversations + seeds;
    }

    double degreesOfFreedom() {
      double ofConversations = n == 1 ? 0 : conversations * conversations / (n - 1);
      return sum() * sum() / (ofConversations + seeds * seeds / (runs - 1));
    }
  }

  private static CrossedMean of(double mean, Variances variances) {
    int n = variances.n();
    double equalSigns = Math.pow(2, 1 - n);
    if (variances.sum() == 0)
      return new CrossedMean(new Interval(mean, mean, mean, n), mean == 0 ? 1 : equalSigns);
    double error = Math.sqrt(variances.sum());
    double df = variances.degreesOfFreedom();
    double half = error * StudentT.quantile(OUTSIDE, df);
    double p = StudentT.beyond(mean / error, df);
    return new CrossedMean(
        new Interval(mean, mean - half, mean + half, n), Math.max(p, equalSigns));
  }

  private static double mean(Collection<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }
}

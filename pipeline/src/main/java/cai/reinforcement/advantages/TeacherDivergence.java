package cai.reinforcement.advantages;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How much likelier the teacher finds each token than the policy that sampled it. The mean of this
/// number over tokens that the policy samples is less than zero by the reverse KL of the policy to
/// the teacher, so to raise it is to lower that KL. Each token answers for itself: the discount is
/// 0 and no value is expected. The preference model's score and the KL to SL-CAI are not in it.
///
/// **Source**: Agarwal et al. 2023 (arXiv 2306.13649), the reverse KL on the student's own samples,
/// estimated by the sampled token.
public record TeacherDivergence() implements AdvantageEstimator {
  @Override
  public EstimatedAdvantages of(List<RewardedAnswer> answers) {
    var advantages = new ArrayList<double[]>();
    for (RewardedAnswer one : answers) {
      double[] tokens = new double[one.length()];
      for (int t = 0; t < tokens.length; t++) tokens[t] = one.teacher()[t] - one.policy()[t];
      advantages.add(tokens);
    }
    return EstimatedAdvantages.withoutReturns(advantages, Optional.empty());
  }

  @Override
  public boolean needsValues() {
    return false;
  }

  @Override
  public long divisor(int answers, long tokens) {
    return tokens;
  }

  @Override
  public double lossKl() {
    return 0;
  }
}

package cai.reinforcement;

import cai.run.training.Diverged;
import cai.transformer.Arithmetic;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Says when the policy has gone too far from SL-CAI, measured on answers that the policy sampled.
///
/// @param most KL to SL-CAI that is allowed, nats per answer
/// @param noise of one token's log-probability ratio that rounding explains, nats
record KlGuard(double most, double noise) {
  /// What chance makes of the sum over answers in fewer than one of 10^9 steps, nats. The mean of
  /// exp(-sum) over what the policy samples is at most 1, so a sum below -a has at most the
  /// probability exp(-a), whatever policy and SL-CAI are.
  private static final double CHANCE = 9 * Math.log(10);

  static KlGuard of(ReinforcementSettings settings, Arithmetic arithmetic) {
    return new KlGuard(settings.guards().mostKl(), PreflightCheck.of(arithmetic).kl());
  }

  /// What is wrong with a policy that gave these answers, as a clause; empty where nothing is.
  Optional<String> objection(List<Trajectory> answers) {
    double sum = answers.stream().mapToDouble(Trajectory::kl).sum();
    long tokens = answers.stream().mapToLong(one -> one.policy().length).sum();
    double mean = sum / answers.size();
    if (sum < -CHANCE - noise * tokens)
      return said(
          "the KL to SL-CAI is estimated as %.2f nats per answer, lower than chance and rounding"
              + " explain; a KL is never negative, so the answers do not come from the policy whose"
              + " probabilities are computed",
          mean);
    if (mean <= most) return Optional.empty();
    return said(
        "the policy is %.1f nats per answer away from SL-CAI, reinforcement.guards.most-kl=%s"
            + " allows less",
        mean, most);
  }

  /// Stops an update that moves the policy further than the limit.
  ///
  /// @param divergence KL of the sampling policy to the new one, summed over some answers, nats
  void watch(double divergence, int answers) {
    double mean = divergence / answers;
    if (mean <= most) return;
    throw new Diverged(
        said(
                "this step alone moves the policy by %.1f nats per answer,"
                    + " reinforcement.guards.most-kl=%s allows less in all",
                mean, most)
            .orElseThrow());
  }

  private static Optional<String> said(String format, Object... numbers) {
    return Optional.of(String.format(Locale.ROOT, format, numbers));
  }
}

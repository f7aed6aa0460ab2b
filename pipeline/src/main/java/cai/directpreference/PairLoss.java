package cai.directpreference;

/// The loss of direct preference optimisation on one pair of answers.
///
/// With `d` for how much more the first answer's log-probability has risen above SL-CAI's than the
/// second's, and `p` for the label, the loss is `-[p log sigma(beta d) + (1 - p) log sigma(-beta
/// d)]`. It is least where `sigma(beta d) = p`: a soft label is a target, not a direction.
///
/// **Source**: Rafailov et al. 2023 (arXiv 2305.18290), equation 7, with the probability of a label
/// in place of a label of 1.
///
/// @param loss nats
/// @param slope of the loss with respect to `d`
record PairLoss(double loss, double slope) {

  /// @param gap `d`, nats
  /// @param probabilityFirst `p`, how probable it is that the first answer is the better one
  static PairLoss of(double gap, double probabilityFirst, double beta) {
    double logit = beta * gap;
    double loss = probabilityFirst * softplus(-logit) + (1 - probabilityFirst) * softplus(logit);
    return new PairLoss(loss, beta * (sigmoid(logit) - probabilityFirst));
  }

  /// `log(1 + e^x)`, for large numbers too.
  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  private static double sigmoid(double x) {
    return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
  }
}

package cai.cost;

/// Which share of a model is trained, and how.
///
/// @param share of the layers, from the top, in (0, 1]
/// @param rank of the adapters that are trained in place of weights; 0 trains the weights
public record Training(double share, int rank) {
  private static final double WITHOUT_GRADIENTS_OF_WEIGHTS = 2 / 3.0;

  /// The work that training takes for each token, as a share of the work of training all weights.
  public double work() {
    return rank > 0 ? WITHOUT_GRADIENTS_OF_WEIGHTS * share : share;
  }
}

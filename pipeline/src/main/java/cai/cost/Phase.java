package cai.cost;

/// A stretch of a stage's work with one model.
///
/// @param tokensIn read; tokens that all prompts share count once
/// @param tokensOut sampled
/// @param tokensTrained carried forward and back through the trained layers, all epochs
/// @param depth share of the layers that reading and training compute
/// @param trainingWork [Training#work]
public record Phase(
    double tokensIn, double tokensOut, double tokensTrained, double depth, double trainingWork) {
  public static Phase reading(double tokens) {
    return reading(tokens, 1);
  }

  public static Phase reading(double tokens, double depth) {
    return new Phase(tokens, 0, 0, depth, 0);
  }

  public static Phase sampling(double tokensIn, double tokensOut) {
    return new Phase(tokensIn, tokensOut, 0, 1, 0);
  }

  /// Computing the frozen layers on sequences, once for all epochs and models.
  ///
  /// @param depth share of the layers that the model has
  /// @param trainedShare share of the model's layers that is trained, from the top
  public static Phase frozen(double tokens, double depth, double trainedShare) {
    return reading(trainedShare == 1 ? 0 : tokens, depth * (1 - trainedShare));
  }

  public static Phase training(double tokens, double depth, Training training) {
    return new Phase(0, 0, tokens, depth, training.work());
  }
}

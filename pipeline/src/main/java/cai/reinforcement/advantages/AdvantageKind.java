package cai.reinforcement.advantages;

/// The estimators of advantages that a recipe can name.
public enum AdvantageKind {
  /// Generalised advantage estimation with a value head.
  GAE,
  /// An answer's reward less the mean of the other answers to its prompt.
  LEAVE_ONE_OUT,
  /// An answer's reward less the mean of all answers to its prompt.
  GROUP;

  /// Whether answers to the same prompt are compared with each other, so that there must be several
  /// of them.
  public boolean comparesAnswers() {
    return this != GAE;
  }
}

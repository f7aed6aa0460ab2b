package cai.language;

/// An opened model. Its capabilities are known before it is opened ([AskedModel#capabilities]) and
/// are checked when a run is planned, so no stage asks for what the model cannot do.
public interface LanguageModel extends AutoCloseable {
  /// For a model with [Capability#CHAT] or [Capability#CONTINUATION].
  TextModel text();

  /// For a model with [Capability#CHOICE].
  ChoiceModel choices();

  /// For a model with [Capability#LIKELIHOOD].
  LikelihoodModel likelihoods();

  @Override
  void close();
}

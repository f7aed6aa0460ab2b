package cai.language;

/// An opened model, by what it can be asked for. Whether it can is known before it is opened
/// ([AskedModel#capabilities]) and checked when a run is planned: nobody asks for what a model
/// cannot do.
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

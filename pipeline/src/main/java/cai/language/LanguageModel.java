package cai.language;

import cai.dialogue.FormatKind;

/// An opened model. Its capabilities are known before it is opened ([AskedModel#capabilities]) and
/// are checked when a run is planned, so no stage asks for what the model cannot do.
public interface LanguageModel extends AutoCloseable {
  /// For a model with [Capability#CHAT] or [Capability#CONTINUATION].
  TextModel text();

  /// For a model with [Capability#CHOICE].
  ChoiceModel choices();

  /// For a model with [Capability#LIKELIHOOD].
  LikelihoodModel likelihoods();

  /// In which dialogues are put to it, and in which it is trained.
  FormatKind format();

  /// A hash of everything on which its outcomes depend: the content of the weights and every
  /// setting of requests. Results of two models with the same identity can stand for each other.
  String identity();

  @Override
  void close();
}

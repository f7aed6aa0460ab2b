package cai.language;

import cai.language.Generation.Completion;
import cai.language.Generation.Sampling;
import java.util.List;

/// A model that writes text: the answer to a conversation, or the continuation of a text.
///
/// Outcomes come in the order of the requests. They do not depend, to the last bit, on which
/// requests share a call. A request that cannot be put to the model is refused with its reason; the
/// others are answered all the same. The same holds for [ChoiceModel] and [LikelihoodModel].
public interface TextModel {
  /// Samples one continuation for each request.
  List<Outcome<Completion>> generate(List<Generation> requests, Sampling sampling);
}

package cai.language;

import cai.run.Input;

/// A model as a stage that asks it takes it in: which model it is and how it is asked, both of
/// which count in the stage's key. It is opened when the stage asks it.
public interface AskedModel extends Input {
  /// The model, which the caller closes. Nothing is loaded before the first question.
  LanguageModel open();
}

package cai.language;

import cai.language.Capability.Need;
import cai.run.Input;
import java.util.List;
import java.util.Set;

/// A model as a stage that asks it takes it in: which model it is and how it is asked. Both count
/// in the stage's key, by the components of the record: two models are the same where the content
/// and every way of asking are. It is opened when the stage asks it.
public interface AskedModel extends Input {
  /// The model's name, for messages.
  String name();

  /// What it can be asked for, known before it is opened.
  Set<Capability> capabilities();

  /// The model, which the caller closes. Nothing is loaded before the first question.
  LanguageModel open();

  /// Fails where the model cannot do what is asked of it.
  ///
  /// @throws cai.errors.UserError with one sentence for each need that is not met
  default void require(List<Need> needs) {
    Capability.require(name(), capabilities(), needs);
  }
}

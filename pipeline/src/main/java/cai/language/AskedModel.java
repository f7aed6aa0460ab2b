package cai.language;

import cai.dialogue.FormatKind;
import cai.language.Capability.Need;
import cai.run.Input;
import java.util.List;
import java.util.Set;

/// A model that a stage sends requests to, before it is opened: its weights and the settings of
/// requests. All components of the record are parts of the stage's key. The model is opened when
/// the stage asks it first.
public interface AskedModel extends Input {
  /// The model's name, for messages.
  String name();

  /// What it can be asked for, known before it is opened.
  Set<Capability> capabilities();

  /// In which dialogues are put to it, known before it is opened.
  FormatKind format();

  /// The identity of the opened model, see [LanguageModel#identity].
  ///
  /// @throws IllegalStateException where a stage has yet to make its weights
  String identity();

  /// The model, which the caller closes. Nothing is loaded before the first question.
  LanguageModel open();

  /// How many answers are sampled for one that is given.
  default int samplesPerAnswer() {
    return 1;
  }

  /// Fails where the model cannot do what is asked of it.
  ///
  /// @throws cai.errors.UserError with one sentence for each need that is not met
  default void require(List<Need> needs) {
    Capability.require(name(), capabilities(), needs);
  }
}

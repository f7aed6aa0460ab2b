package cai.feedback;

import cai.dialogue.DialogueStyle;
import cai.dialogue.FormatKind;

/// The form in which yes/no questions about an answer are put.
///
/// @param yesNoFormat as a transcript, as a message, or in the model's own format
/// @param shots worked examples shown before a question, at most
public record YesNoForm(DialogueStyle yesNoFormat, int shots) {
  /// The format in which a model is asked.
  ///
  /// @param own of the model
  public FormatKind format(FormatKind own) {
    return yesNoFormat.kind(own);
  }
}

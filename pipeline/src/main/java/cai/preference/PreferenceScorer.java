package cai.preference;

import cai.dialogue.Dialogue;
import java.util.List;
import java.util.Optional;

/// The port through which later stages see the preference model.
public interface PreferenceScorer {
  /// One score for each dialogue that ends in an answer; higher is better. The difference of two
  /// scores of one prompt is the log-odds that the first answer is preferred. The scale is
  /// arbitrary, its zero is the mean over the answers that the model was trained on.
  ///
  /// Dialogues with a [#refusal] must not be among them.
  double[] score(List<Dialogue> answered);

  /// Why a dialogue cannot be scored, for example because it is longer than the context; empty
  /// where it can.
  default Optional<String> refusal(Dialogue answered) {
    return Optional.empty();
  }
}

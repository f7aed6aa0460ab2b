package cai.preference;

import cai.dialogue.Dialogue;
import java.util.List;

/// The port through which later stages see the preference model.
public interface PreferenceScorer {
  /// One score for each dialogue that ends in an answer; higher is better. The difference of two
  /// scores of one prompt is the log-odds that the first answer is preferred. The scale is
  /// arbitrary, its zero is the mean over the answers that the model was trained on.
  double[] score(List<Dialogue> answered);
}

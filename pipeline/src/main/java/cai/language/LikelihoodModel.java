package cai.language;

import cai.language.Scoring.Scored;
import java.util.List;

/// A model that says how likely any text is after a prompt, however long the text.
public interface LikelihoodModel {
  /// The log-probabilities of the continuations of each request.
  List<Outcome<Scored>> score(List<Scoring> requests);
}

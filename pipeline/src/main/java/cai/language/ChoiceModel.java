package cai.language;

import cai.language.Scoring.Scored;
import java.util.List;

/// A model that weighs given options, such as Yes and No, as the next thing it would say.
public interface ChoiceModel {
  /// The log-probabilities of the options of each request. Options must differ in their first
  /// token, and only differences between the options of one request mean something: a model may
  /// know them up to a number that is the same for all.
  List<Outcome<Scored>> choose(List<Scoring> requests);
}

package cai.language;

import cai.language.Generation.Completion;
import cai.language.Generation.Sampling;
import cai.language.Scoring.Scored;
import java.util.List;

/// The port through which every text stage sees a model. Outcomes come in the order of the requests
/// and do not depend, to the last bit, on which requests share a call. A request that cannot be put
/// to the model is refused with its reason; the others are answered all the same.
public interface LanguageModel extends AutoCloseable {
  /// Samples one continuation for each request.
  List<Outcome<Completion>> generate(List<Generation> requests, Sampling sampling);

  /// Scores given continuations.
  List<Outcome<Scored>> score(List<Scoring> requests);

  @Override
  void close();
}

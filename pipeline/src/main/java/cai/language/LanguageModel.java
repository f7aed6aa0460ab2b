package cai.language;

import cai.language.Generation.Completion;
import cai.language.Generation.Sampling;
import cai.language.Scoring.Scored;
import java.util.List;

/// The port through which every text stage sees a model. Results come in the order of the requests
/// and do not depend, to the last bit, on which requests share a call.
public interface LanguageModel extends AutoCloseable {
  /// Samples one continuation for each request.
  List<Completion> generate(List<Generation> requests, Sampling sampling);

  /// Scores given continuations.
  List<Scored> score(List<Scoring> requests);

  /// Tokens of a plain text, to plan what fits.
  int countTokens(String text);

  /// Longest sequence in tokens.
  int contextLength();

  @Override
  void close();
}

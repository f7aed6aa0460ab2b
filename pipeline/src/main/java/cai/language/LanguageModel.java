package cai.language;

import cai.language.Generation.Completion;
import cai.language.Generation.Sampling;
import cai.language.Scoring.Scored;
import java.util.List;
import java.util.Optional;

/// The port through which every text stage sees a model. Results come in the order of the requests
/// and do not depend, to the last bit, on which requests share a call.
public interface LanguageModel extends AutoCloseable {
  /// Samples one continuation for each request.
  List<Completion> generate(List<Generation> requests, Sampling sampling);

  /// Scores given continuations.
  List<Scored> score(List<Scoring> requests);

  /// Tokens of a plain text that is continued.
  default int countTokens(String text) {
    return countTokens(new Prompt.Text(text), "");
  }

  /// Tokens of a prompt and of what stands behind it (a lead-in, a continuation to be scored, or
  /// nothing), exactly as they are read.
  int countTokens(Prompt prompt, String behind);

  /// Why the model's chat format does not write a prompt; empty where it does. What it refuses must
  /// not be asked.
  Optional<String> refusal(Prompt prompt);

  /// Longest sequence in tokens.
  int contextLength();

  @Override
  void close();
}

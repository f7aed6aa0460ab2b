package cai.language;

import java.util.Optional;

/// Says before a model is asked whether it would refuse a prompt, if the model's tokenizer is on
/// this machine. A model that is reached over an endpoint says only in its reply that it refuses a
/// prompt.
public interface PromptLimits {
  /// Number of tokens of a prompt and of the text that follows it (a lead-in, a continuation to be
  /// scored, or no text), as the model reads them.
  int countTokens(Prompt prompt, String behind);

  /// Why the model's chat format does not write a prompt; absent where it does.
  Optional<String> refusal(Prompt prompt);

  /// Longest sequence in tokens.
  int contextLength();
}

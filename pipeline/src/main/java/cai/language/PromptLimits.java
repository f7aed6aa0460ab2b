package cai.language;

import java.util.Optional;

/// What is known of a prompt before the model is asked, where the model's tokenizer is at hand. A
/// model behind an endpoint says what it refuses only after it was asked.
public interface PromptLimits {
  /// Number of tokens of a prompt and of the text that follows it (a lead-in, a continuation to be
  /// scored, or no text), as the model reads them.
  int countTokens(Prompt prompt, String behind);

  /// Why the model's chat format does not write a prompt; absent where it does.
  Optional<String> refusal(Prompt prompt);

  /// Longest sequence in tokens.
  int contextLength();
}

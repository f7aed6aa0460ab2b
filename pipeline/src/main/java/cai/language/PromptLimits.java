package cai.language;

import java.util.Optional;

/// What a model whose tokenizer is at hand knows of a prompt before it is asked. A model behind an
/// endpoint knows none of it and says afterwards what it refused.
public interface PromptLimits {
  /// Tokens of a prompt and of what stands behind it (a lead-in, a continuation to be scored, or
  /// nothing), exactly as they are read.
  int countTokens(Prompt prompt, String behind);

  /// Why the model's chat format does not write a prompt; absent where it does.
  Optional<String> refusal(Prompt prompt);

  /// Longest sequence in tokens.
  int contextLength();
}

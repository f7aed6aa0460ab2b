package cai.language;

import java.util.Optional;

/// Why requests cannot be put to a model: its chat format does not write the prompt, or the prompt
/// leaves no room in the context for what is to follow it.
public record ContextBudget(PromptLimits limits) {
  /// What speaks against a request for a continuation.
  ///
  /// @param maxTokens longest continuation, without the given opening
  public Optional<String> obstacle(Generation request, int maxTokens) {
    return limits
        .refusal(request.prompt())
        .or(() -> tooLong(limits.countTokens(request.prompt(), request.opening()), maxTokens));
  }

  /// What speaks against scoring every one of the continuations.
  public Optional<String> obstacle(Scoring request) {
    Prompt prompt = request.prompt();
    Optional<String> refused = limits.refusal(prompt);
    if (refused.isPresent()) return refused;
    int tokens = limits.countTokens(prompt, "");
    int longest = tokens;
    for (String continuation : request.continuations())
      longest = Math.max(longest, limits.countTokens(prompt, continuation));
    return tooLong(tokens, longest - tokens);
  }

  private Optional<String> tooLong(int tokens, int newTokens) {
    if ((long) tokens + newTokens <= limits.contextLength()) return Optional.empty();
    return Optional.of(
        "prompt of %d tokens and %d new ones do not fit the context of %d"
            .formatted(tokens, newTokens, limits.contextLength()));
  }
}

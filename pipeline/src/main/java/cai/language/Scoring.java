package cai.language;

import java.util.List;
import java.util.Objects;

/// Continuations whose log-probability after a prompt is asked for.
///
/// @param id names the item
/// @param prompt what they continue
/// @param continuations each scored on its own, at least one, none empty
public record Scoring(String id, Prompt prompt, List<String> continuations) {
  public Scoring {
    Objects.requireNonNull(id);
    Objects.requireNonNull(prompt);
    continuations = List.copyOf(continuations);
    if (continuations.isEmpty() || continuations.contains(""))
      throw new IllegalArgumentException(id + ": continuations must be given and not empty");
  }

  /// One log-probability per continuation.
  ///
  /// @param logProbabilities sum over the continuation's tokens, nats
  /// @param tokens of each continuation
  /// @param promptTokens tokens before the continuations
  public record Scored(
      String id, List<Double> logProbabilities, List<Integer> tokens, int promptTokens) {
    public Scored {
      logProbabilities = List.copyOf(logProbabilities);
      tokens = List.copyOf(tokens);
      if (tokens.size() != logProbabilities.size())
        throw new IllegalArgumentException(
            id + ": " + logProbabilities.size() + " sums over " + tokens.size() + " continuations");
    }

    /// This, unless a score is not a number.
    public Outcome<Scored> finite() {
      return logProbabilities.stream().allMatch(Double::isFinite)
          ? new Outcome.Given<>(this)
          : new Outcome.Refused<>("the model's score is not a number");
    }
  }
}

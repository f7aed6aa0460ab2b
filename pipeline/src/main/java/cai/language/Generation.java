package cai.language;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/// One continuation to be sampled.
///
/// @param id names the item; with the sampling seed it determines the random numbers, so neither
///   batch nor order changes the result
/// @param prompt what is continued
/// @param opening text that the continuation begins with, such as a lead-in, and that is part of
///   the completion's text; no text where the model begins by itself. It takes
///   [Capability#CONTINUATION]. After a [Prompt.Chat] it begins the assistant's turn, where the
///   format itself writes what stands between prompt and answer
public record Generation(String id, Prompt prompt, String opening) {
  public Generation {
    Objects.requireNonNull(id);
    Objects.requireNonNull(prompt);
    Objects.requireNonNull(opening);
  }

  /// Without a given opening.
  public static Generation of(String id, Prompt prompt) {
    return new Generation(id, prompt, "");
  }

  /// How continuations are sampled.
  ///
  /// @param temperature 0 takes the likeliest token
  /// @param topP smallest set of tokens whose probability reaches this, 1 keeps all
  /// @param topK number of likeliest tokens to draw from; 0 for all tokens
  /// @param maxTokens longest continuation, opening not counted
  /// @param stops texts before which the continuation ends; they are not part of it
  /// @param seed of the random numbers, together with the item's id
  public record Sampling(
      double temperature, double topP, int topK, int maxTokens, List<String> stops, long seed) {
    public Sampling {
      stops = List.copyOf(stops);
      if (!(temperature >= 0)) throw new IllegalArgumentException("temperature=" + temperature);
      if (!(topP > 0 && topP <= 1)) throw new IllegalArgumentException("topP=" + topP);
      if (topK < 0) throw new IllegalArgumentException("topK=" + topK);
      if (maxTokens < 1) throw new IllegalArgumentException("maxTokens=" + maxTokens);
    }

    /// This sampling with another seed.
    public Sampling withSeed(long seed) {
      return new Sampling(temperature, topP, topK, maxTokens, stops, seed);
    }
  }

  /// Why a continuation ended.
  public enum Ending {
    END_OF_TEXT,
    STOP,
    LENGTH
  }

  /// A sampled continuation.
  ///
  /// @param text with the opening, without stop text and special tokens
  /// @param promptTokens tokens before the continuation
  /// @param tokens sampled
  /// @param meanLogProbability of the sampled tokens at temperature 1, nats; 0 where none was
  ///   sampled; absent where the model does not tell
  public record Completion(
      String id,
      String text,
      int promptTokens,
      int tokens,
      OptionalDouble meanLogProbability,
      Ending ending) {}
}

package cai.language;

import java.util.Optional;

/// Whether prompts can be asked: the model's chat format writes them, and they leave room for what
/// comes behind. Every stage asks here, so that what cannot be asked is one item with its reason.
public final class ContextBudget {
  private final LanguageModel model;

  /// For one model.
  public ContextBudget(LanguageModel model) {
    this.model = model;
  }

  /// What was found.
  ///
  /// @param tokens of the prompt, with what is given behind it; 0 where it cannot be written
  /// @param refusal the sentence that is recorded with an item that cannot be asked, or empty
  public record Room(int tokens, String refusal) {
    public boolean fits() {
      return refusal.isEmpty();
    }
  }

  /// Room for so many new tokens behind a prompt.
  public Room room(Prompt prompt, int newTokens) {
    return room(prompt, "", newTokens);
  }

  /// The same behind a prompt and the text that begins what is sampled.
  public Room room(Prompt prompt, String opening, int newTokens) {
    Optional<String> refused = model.refusal(prompt);
    if (refused.isPresent()) return new Room(0, refused.get());
    return room(model.countTokens(prompt, opening), newTokens);
  }

  /// Room for every continuation that is to be scored.
  public Room room(Scoring scoring) {
    Optional<String> refused = model.refusal(scoring.prompt());
    if (refused.isPresent()) return new Room(0, refused.get());
    int tokens = model.countTokens(scoring.prompt(), "");
    int longest =
        scoring.continuations().stream()
            .mapToInt(text -> model.countTokens(scoring.prompt(), text))
            .max()
            .orElse(tokens);
    return room(tokens, longest - tokens);
  }

  private Room room(int tokens, int newTokens) {
    boolean fits = (long) tokens + newTokens <= model.contextLength();
    return new Room(tokens, fits ? "" : refusal(tokens, newTokens));
  }

  private String refusal(int tokens, int newTokens) {
    return "prompt of "
        + tokens
        + " tokens and "
        + newTokens
        + " new ones do not fit the context of "
        + model.contextLength();
  }
}

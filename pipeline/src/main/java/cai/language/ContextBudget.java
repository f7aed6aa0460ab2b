package cai.language;

import cai.dialogue.Dialogue;
import cai.dialogue.Turn;

/// How many tokens prompts take and whether they leave room for an answer.
public final class ContextBudget {
  // Role markers and the system turn that some chat templates add; counted too high rather than
  // too low, because a prompt that does not fit is set aside and one that overflows is a crash.
  private static final int CHAT_TOKENS = 40;
  private static final int TURN_TOKENS = 8;

  private final LanguageModel model;

  /// For one model.
  public ContextBudget(LanguageModel model) {
    this.model = model;
  }

  /// Tokens of a prompt; for a chat an upper estimate.
  public int tokens(Prompt prompt) {
    return switch (prompt) {
      case Prompt.Text(String text, _) -> model.countTokens(text);
      case Prompt.Chat(Dialogue dialogue, _) -> {
        int tokens = CHAT_TOKENS;
        for (Turn turn : dialogue.turns()) tokens += model.countTokens(turn.text()) + TURN_TOKENS;
        yield tokens;
      }
    };
  }

  /// Whether so many prompt tokens leave room for so many more.
  public boolean fits(int promptTokens, int newTokens) {
    return (long) promptTokens + newTokens <= model.contextLength();
  }

  /// The sentence that is recorded with an item that does not fit.
  public String refusal(int promptTokens, int newTokens) {
    return "prompt of "
        + promptTokens
        + " tokens and "
        + newTokens
        + " new ones do not fit the context of "
        + model.contextLength();
  }
}

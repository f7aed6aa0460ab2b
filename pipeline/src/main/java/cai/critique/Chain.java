package cai.critique;

import cai.critique.RevisionChain.Round;
import cai.dialogue.Dialogue;
import cai.prompts.PromptItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A chain that is being made.
final class Chain {
  private final PromptItem item;
  private final String response;
  private final List<Round> rounds = new ArrayList<>();
  private String reason = "";
  private long promptTokens;
  private long tokens;

  /// @param reason why there is no response, or empty
  Chain(PromptItem item, String response, String reason) {
    this.item = item;
    this.response = response;
    this.reason = reason;
  }

  boolean begun() {
    return reason.isEmpty();
  }

  String id() {
    return item.id();
  }

  Dialogue prompt() {
    return item.prompt();
  }

  /// The text that the next round revises.
  String text() {
    return rounds.isEmpty() ? response : rounds.getLast().revision();
  }

  /// The conversation of the next round: the prompt and the text so far, without any critique.
  Dialogue answered() {
    return item.prompt().answered(text());
  }

  void add(Round round) {
    rounds.add(round);
  }

  void spend(long promptTokens, long tokens) {
    this.promptTokens += promptTokens;
    this.tokens += tokens;
  }

  ChainEntry entry() {
    Optional<RevisionChain> chain =
        begun()
            ? Optional.of(
                new RevisionChain(
                    RevisionChain.FORMAT, id(), item.kind(), item.prompt(), response, rounds))
            : Optional.empty();
    return new ChainEntry(id(), chain, reason, promptTokens, tokens);
  }
}

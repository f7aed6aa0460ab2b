package cai.critique;

import cai.critique.RevisionChain.Round;
import cai.dialogue.Dialogue;
import cai.language.Answers.SampledOutcome;
import cai.prompts.PromptItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A chain that is being made.
public final class Chain {
  private final PromptItem item;
  private final SampledOutcome response;
  private final List<Round> rounds = new ArrayList<>();
  private long promptTokens;
  private long tokens;

  /// A chain that begins with a response.
  public Chain(PromptItem item, SampledOutcome response) {
    this.item = item;
    this.response = response;
    spend(response.promptTokens(), response.tokens());
  }

  boolean begun() {
    return response.text().given().isPresent();
  }

  String id() {
    return item.id();
  }

  Dialogue prompt() {
    return item.prompt();
  }

  /// The text that the next round revises.
  String text() {
    return rounds.isEmpty() ? responseText() : rounds.getLast().revision();
  }

  private String responseText() {
    return response.text().given().orElseThrow();
  }

  /// Whether that text came to its end.
  boolean ended() {
    return rounds.isEmpty() ? response.ended() : rounds.getLast().ended();
  }

  /// The conversation of the next round: the prompt and the text so far, without any critique.
  Dialogue answered() {
    return item.prompt().answered(text());
  }

  void add(Round round) {
    rounds.add(round);
  }

  /// Tokens sampled for it so far.
  public long tokens() {
    return tokens;
  }

  void spend(long promptTokens, long tokens) {
    this.promptTokens += promptTokens;
    this.tokens += tokens;
  }

  ChainEntry entry() {
    Optional<RevisionChain> chain = response.text().given().map(this::made);
    String reason = response.text().refusal().orElse("");
    return new ChainEntry(id(), chain, reason, promptTokens, tokens);
  }

  private RevisionChain made(String responseText) {
    return new RevisionChain(
        RevisionChain.FORMAT,
        id(),
        item.conversation(),
        item.kind(),
        item.prompt(),
        responseText,
        response.ended(),
        rounds);
  }
}

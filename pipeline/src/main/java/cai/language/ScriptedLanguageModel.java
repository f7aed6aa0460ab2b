package cai.language;

import cai.dialogue.FormatKind;
import cai.language.Generation.Completion;
import cai.language.Generation.Ending;
import cai.language.Generation.Sampling;
import cai.language.Outcome.Given;
import cai.language.Scoring.Scored;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/// A model that answers from functions and keeps what it was asked: for tests, and to try a recipe
/// without a model. A token is a run of characters that are not white space.
///
/// **Thread-safety**: none.
public final class ScriptedLanguageModel
    implements LanguageModel, TextModel, ChoiceModel, LikelihoodModel, PromptLimits {
  /// A scripted continuation.
  ///
  /// @param text as the model would give it, opening not included; cut at the stops and at the
  ///   token limit
  /// @param meanLogProbability of its tokens, nats
  public record Reply(String text, double meanLogProbability) {}

  private final Function<Generation, Reply> replies;
  private final Function<Scoring, List<Double>> scores;
  private final int contextLength;
  private final Function<Prompt, Optional<String>> refusals;
  private final FormatKind format;
  private final ContextBudget budget = new ContextBudget(this);
  private final List<Generation> generations = new ArrayList<>();
  private final List<Sampling> samplings = new ArrayList<>();
  private final List<Scoring> scorings = new ArrayList<>();

  /// @param replies continuation for each request
  /// @param scores one log-probability for each continuation of a request, nats
  /// @param contextLength longest sequence in tokens
  public ScriptedLanguageModel(
      Function<Generation, Reply> replies,
      Function<Scoring, List<Double>> scores,
      int contextLength) {
    this(replies, scores, contextLength, _ -> Optional.empty(), FormatKind.TRANSCRIPT);
  }

  private ScriptedLanguageModel(
      Function<Generation, Reply> replies,
      Function<Scoring, List<Double>> scores,
      int contextLength,
      Function<Prompt, Optional<String>> refusals,
      FormatKind format) {
    this.replies = replies;
    this.scores = scores;
    this.contextLength = contextLength;
    this.refusals = refusals;
    this.format = format;
  }

  /// Answers with texts and scores every continuation 0.
  public static ScriptedLanguageModel answering(Function<Generation, String> texts) {
    return of(texts, scoring -> Collections.nCopies(scoring.continuations().size(), 0.0));
  }

  /// Scores continuations and answers with nothing.
  public static ScriptedLanguageModel scoring(Function<Scoring, List<Double>> scores) {
    return of(generation -> "", scores);
  }

  /// Answers with texts and scores, in a context that nothing exceeds.
  public static ScriptedLanguageModel of(
      Function<Generation, String> texts, Function<Scoring, List<Double>> scores) {
    return new ScriptedLanguageModel(
        generation -> new Reply(texts.apply(generation), 0), scores, Integer.MAX_VALUE);
  }

  @Override
  public String identity() {
    return "scripted";
  }

  @Override
  public FormatKind format() {
    return format;
  }

  @Override
  public TextModel text() {
    return this;
  }

  @Override
  public ChoiceModel choices() {
    return this;
  }

  @Override
  public LikelihoodModel likelihoods() {
    return this;
  }

  @Override
  public List<Outcome<Completion>> generate(List<Generation> requests, Sampling sampling) {
    return Outcome.ask(
        requests,
        request -> budget.obstacle(request, sampling.maxTokens()),
        fitting ->
            fitting.stream()
                .<Outcome<Completion>>map(request -> new Given<>(complete(request, sampling)))
                .toList());
  }

  private Completion complete(Generation request, Sampling sampling) {
    generations.add(request);
    samplings.add(sampling);
    Reply reply = replies.apply(request);
    String text = reply.text();
    Ending ending = Ending.END_OF_TEXT;
    for (String stop : sampling.stops()) {
      int at = text.indexOf(stop);
      if (at < 0) continue;
      text = text.substring(0, at);
      ending = Ending.STOP;
    }
    int limit = endOfTokens(text, sampling.maxTokens());
    if (limit < text.stripTrailing().length()) {
      text = text.substring(0, limit);
      ending = Ending.LENGTH;
    }
    int promptTokens = promptTokens(request.prompt()) + countTokens(request.opening());
    return new Completion(
        request.id(),
        request.opening() + text,
        promptTokens,
        countTokens(text),
        OptionalDouble.of(reply.meanLogProbability()),
        ending);
  }

  private static int endOfTokens(String text, int tokens) {
    int seen = 0;
    for (int i = 0; i < text.length(); i++) {
      boolean begins =
          !Character.isWhitespace(text.charAt(i))
              && (i == 0 || Character.isWhitespace(text.charAt(i - 1)));
      if (begins && ++seen > tokens) return i;
    }
    return text.length();
  }

  @Override
  public List<Outcome<Scored>> choose(List<Scoring> requests) {
    return score(requests);
  }

  @Override
  public List<Outcome<Scored>> score(List<Scoring> requests) {
    return Outcome.ask(
        requests,
        budget::obstacle,
        fitting -> fitting.stream().map(request -> scored(request).finite()).toList());
  }

  private Scored scored(Scoring request) {
    scorings.add(request);
    List<Double> values = scores.apply(request);
    if (values.size() != request.continuations().size())
      throw new IllegalStateException(
          request.id() + ": the script gave " + values.size() + " scores");
    List<Integer> tokens =
        request.continuations().stream().map(ScriptedLanguageModel::countTokens).toList();
    return new Scored(request.id(), values, tokens, promptTokens(request.prompt()));
  }

  private int promptTokens(Prompt prompt) {
    return switch (prompt) {
      case Prompt.PlainText text -> countTokens(text.text());
      case Prompt.Chat chat ->
          chat.dialogue().turns().stream().mapToInt(turn -> countTokens(turn.text())).sum();
    };
  }

  @Override
  public int countTokens(Prompt prompt, String behind) {
    return promptTokens(prompt) + countTokens(behind);
  }

  @Override
  public Optional<String> refusal(Prompt prompt) {
    return refusals.apply(prompt);
  }

  /// The same model with a chat format that refuses some prompts, with a reason.
  public ScriptedLanguageModel refusing(Function<Prompt, Optional<String>> refusals) {
    return new ScriptedLanguageModel(replies, scores, contextLength, refusals, format);
  }

  /// The same model with a chat format; without this it is asked in transcripts.
  public ScriptedLanguageModel chatting() {
    return new ScriptedLanguageModel(replies, scores, contextLength, refusals, FormatKind.CHAT);
  }

  private static int countTokens(String text) {
    String stripped = text.strip();
    return stripped.isEmpty() ? 0 : stripped.split("\\s+").length;
  }

  @Override
  public int contextLength() {
    return contextLength;
  }

  /// All continuations that were asked for, in order.
  public List<Generation> generations() {
    return List.copyOf(generations);
  }

  /// The sampling of each continuation.
  public List<Sampling> samplings() {
    return List.copyOf(samplings);
  }

  /// All scorings that were asked for, in order.
  public List<Scoring> scorings() {
    return List.copyOf(scorings);
  }

  @Override
  public void close() {}
}

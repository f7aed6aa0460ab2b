package cai.language.local;

import cai.dialogue.FormatKind;
import cai.errors.UserError;
import cai.language.ChoiceModel;
import cai.language.ContextBudget;
import cai.language.Generation;
import cai.language.Generation.Completion;
import cai.language.Generation.Sampling;
import cai.language.LanguageModel;
import cai.language.LikelihoodModel;
import cai.language.Outcome;
import cai.language.Outcome.Given;
import cai.language.Prompt;
import cai.language.PromptLimits;
import cai.language.Scoring;
import cai.language.Scoring.Scored;
import cai.language.TextModel;
import cai.language.local.TokenModel.Asked;
import cai.language.local.TokenModel.Item;
import cai.language.local.TokenModel.Sampled;
import cai.sequence.DialogueRenderer;
import cai.tensor.NotFinite;
import cai.transformer.decoder.Decoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// A decoder on this machine as the text stages see it.
public final class LocalLanguageModel
    implements LanguageModel, TextModel, ChoiceModel, LikelihoodModel, PromptLimits {
  private final Decoder decoder;
  private final DialogueRenderer renderer;
  private final TokenModel model;
  private final Examples examples;
  private final ContextBudget budget = new ContextBudget(this);
  private final boolean closesDecoder;
  private final Supplier<String> identity;

  /// @param closesDecoder whether the decoder is closed with it
  /// @param identity computed when it is asked for
  LocalLanguageModel(
      Decoder decoder,
      DialogueRenderer renderer,
      int rows,
      boolean closesDecoder,
      Supplier<String> identity) {
    this.decoder = decoder;
    this.identity = identity;
    this.closesDecoder = closesDecoder;
    this.renderer = renderer;
    this.model = new TokenModel(decoder, renderer.tokenizer(), rows);
    this.examples = new Examples(renderer);
  }

  @Override
  public String identity() {
    return identity.get();
  }

  @Override
  public FormatKind format() {
    return renderer.format().kind();
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
        fitting -> completions(fitting, sampling));
  }

  private List<Outcome<Completion>> completions(List<Generation> requests, Sampling sampling) {
    List<Item> items = requests.stream().map(request -> item(request, sampling.seed())).toList();
    List<Sampled> sampled = sampled(items, sampling);
    var completions = new ArrayList<Outcome<Completion>>();
    for (int i = 0; i < items.size(); i++) {
      int promptTokens = items.get(i).prompt().length;
      completions.add(new Given<>(completion(requests.get(i), promptTokens, sampled.get(i))));
    }
    return completions;
  }

  private List<Sampled> sampled(List<Item> items, Sampling sampling) {
    try {
      return model.generate(items, sampling);
    } catch (NotFinite e) {
      throw new UserError(
          "the model: %s; its weights are damaged or too large for the arithmetic %s, use another model or fp32"
              .formatted(e.getMessage(), decoder.arithmetic()),
          e);
    }
  }

  private Item item(Generation request, long seed) {
    Asked prompt = asked(request.prompt());
    if (!request.opening().isEmpty()) {
      int[] opening = behind(request.prompt(), prompt.ids(), request.opening());
      int length = prompt.ids().length;
      int[] ids = Arrays.copyOf(prompt.ids(), length + opening.length);
      System.arraycopy(opening, 0, ids, length, opening.length);
      prompt = new Asked(ids, prompt.shared());
    }
    return new Item(prompt, random(seed, request.id()));
  }

  private Asked asked(Prompt prompt) {
    return switch (prompt) {
      case Prompt.PlainText text -> examples.asked(text);
      case Prompt.Chat chat -> examples.asked(chat);
    };
  }

  /// Ids of a text after a prompt; after a dialogue it is an answer or the beginning of an answer.
  private int[] behind(Prompt prompt, int[] ids, String text) {
    return switch (prompt) {
      case Prompt.PlainText _ -> renderer.continuation(ids, text);
      case Prompt.Chat chat -> renderer.answer(chat.dialogue(), ids, text);
    };
  }

  /// FNV-1a over the id, mixed with the seed: items of one call get unrelated generators.
  private static RandomGenerator random(long seed, String id) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : id.getBytes(StandardCharsets.UTF_8)) hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    return new SplittableRandom(new SplittableRandom(seed).nextLong() ^ hash);
  }

  private static Completion completion(Generation request, int promptTokens, Sampled sampled) {
    return new Completion(
        request.id(),
        request.opening() + sampled.text(),
        promptTokens,
        sampled.ids().length,
        OptionalDouble.of(Arrays.stream(sampled.logProbabilities()).average().orElse(0)),
        sampled.ending());
  }

  @Override
  public List<Outcome<Scored>> choose(List<Scoring> requests) {
    return score(requests);
  }

  @Override
  public List<Outcome<Scored>> score(List<Scoring> requests) {
    return Outcome.ask(requests, budget::obstacle, this::scored);
  }

  private List<Outcome<Scored>> scored(List<Scoring> requests) {
    var prompts = new ArrayList<Asked>();
    var continuations = new ArrayList<List<int[]>>();
    for (Scoring request : requests) {
      Asked prompt = asked(request.prompt());
      prompts.add(prompt);
      continuations.add(
          request.continuations().stream()
              .map(text -> behind(request.prompt(), prompt.ids(), text))
              .toList());
    }
    List<List<double[]>> scores = model.score(prompts, continuations);
    var results = new ArrayList<Outcome<Scored>>();
    for (int i = 0; i < prompts.size(); i++) {
      List<Double> sums = scores.get(i).stream().map(one -> Arrays.stream(one).sum()).toList();
      List<Integer> tokens = continuations.get(i).stream().map(ids -> ids.length).toList();
      int promptTokens = prompts.get(i).ids().length;
      results.add(new Scored(requests.get(i).id(), sums, tokens, promptTokens).finite());
    }
    return results;
  }

  @Override
  public int countTokens(Prompt prompt, String behind) {
    int[] ids = asked(prompt).ids();
    if (behind.isEmpty()) return ids.length;
    return ids.length + behind(prompt, ids, behind).length;
  }

  @Override
  public Optional<String> refusal(Prompt prompt) {
    return switch (prompt) {
      case Prompt.PlainText _ -> Optional.empty();
      case Prompt.Chat chat -> renderer.refusal(chat.dialogue());
    };
  }

  @Override
  public int contextLength() {
    return decoder.config().contextLength();
  }

  @Override
  public void close() {
    model.close();
    if (closesDecoder) decoder.close();
  }
}

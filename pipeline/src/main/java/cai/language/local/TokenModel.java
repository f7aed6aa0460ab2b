package cai.language.local;

import cai.language.Generation.Ending;
import cai.language.Generation.Sampling;
import cai.tensor.Tensor;
import cai.tokenizer.Tokenizer;
import cai.transformer.cache.KeyValueCache;
import cai.transformer.decoder.Decoder;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Generation and scoring on token ids. Items are taken in batches of similar length.
///
/// The result of an item is the same, to the last bit, alone and among other items, in whatever
/// order and batches. So nothing that enters a sum may depend on the other items: which part of a
/// prompt is computed once for many prompts is told by the item itself, see [Asked#shared].
///
/// **Thread-safety**: one thread at a time.
public final class TokenModel implements AutoCloseable {
  /// Most bytes of the columns of sequences in progress.
  private static final long CACHE_BYTES = 1536L << 20;

  /// Most bytes of the columns of finished sequences that are kept for the next call.
  private static final long KEPT_BYTES = 640L << 20;

  private final Decoder decoder;
  private final Tokenizer tokenizer;
  private final int rows;
  private final Set<Integer> depths;
  private final PrefixShelf prefixes;
  private FinishedSequences kept = new FinishedSequences(KEPT_BYTES);

  /// @param rows sequences sampled at the same time, if memory allows
  public TokenModel(Decoder decoder, Tokenizer tokenizer, int rows) {
    this(decoder, tokenizer, rows, Set.of());
  }

  /// A model that also keeps residual streams, for [#streams].
  ///
  /// @param depths numbers of layers after which the residual stream of sampled sequences is kept
  public TokenModel(Decoder decoder, Tokenizer tokenizer, int rows, Set<Integer> depths) {
    this.depths = Set.copyOf(depths);
    this.prefixes = new PrefixShelf(this.depths);
    this.decoder = decoder;
    this.tokenizer = tokenizer;
    this.rows = rows;
  }

  /// A prompt.
  ///
  /// @param shared number of tokens at its beginning that other prompts have too, such as few-shot
  ///   examples; they are computed once for all prompts that begin with them
  public record Asked(int[] ids, int shared) {
    public Asked {
      if (ids.length == 0) throw new IllegalArgumentException("an empty prompt");
    }

    /// The beginning that is computed once: without the last token, and a multiple of
    /// [SharedPrefix#STEP] long.
    int[] beginning() {
      return Arrays.copyOf(
          ids, Math.min(shared, ids.length - 1) / SharedPrefix.STEP * SharedPrefix.STEP);
    }
  }

  /// A prompt and its source of random numbers.
  public record Item(Asked asked, RandomGenerator random) {
    /// A prompt that shares nothing.
    public Item(int[] prompt, RandomGenerator random) {
      this(new Asked(prompt, 0), random);
    }

    public int[] prompt() {
      return asked.ids();
    }
  }

  /// Sampled ids, end-of-text and stop text included, with their log-probabilities at temperature
  /// 1.
  ///
  /// @param text decoded, without end-of-text and stop text
  public record Sampled(int[] ids, double[] logProbabilities, String text, Ending ending) {}

  /// Samples a continuation of each item, in the order of the items.
  public List<Sampled> generate(List<Item> items, Sampling sampling) {
    List<SequenceInProgress> growing =
        items.stream().map(item -> new SequenceInProgress(item, tokenizer, sampling)).toList();
    var ended = new FinishedSequences(KEPT_BYTES);
    for (List<Integer> alike : byBeginning(items.stream().map(Item::asked).toList())) {
      SharedPrefix shared = prefixes.of(decoder, items.get(alike.getFirst()).asked().beginning());
      generate(alike.stream().map(growing::get).toList(), shared, ended, sampling);
    }
    kept.close();
    kept = ended;
    return growing.stream().map(SequenceInProgress::sampled).toList();
  }

  private void generate(
      List<SequenceInProgress> growing,
      SharedPrefix shared,
      FinishedSequences ended,
      Sampling sampling) {
    List<int[]> prompts = growing.stream().map(SequenceInProgress::prompt).toList();
    for (List<Integer> group : TokenPrompts.ofSimilarLength(prompts, shared.length())) {
      int longest = prompts.get(group.getFirst()).length - shared.length();
      int capacity = longest + sampling.maxTokens();
      int slots = Math.min(group.size(), Math.min(rows, slotsThatFit(capacity)));
      try (var batch =
          new ContinuousBatch(decoder, shared, kept, ended, slots, capacity, sampling)) {
        batch.run(group.stream().map(growing::get).toList());
      }
    }
  }

  /// Numbers of prompts, grouped by the beginning that is computed once.
  private static Collection<List<Integer>> byBeginning(List<Asked> asked) {
    return IntStream.range(0, asked.size())
        .boxed()
        .collect(
            Collectors.groupingBy(
                i -> IntBuffer.wrap(asked.get(i).beginning()),
                LinkedHashMap::new,
                Collectors.toList()))
        .values();
  }

  private int slotsThatFit(int capacity) {
    long bytes =
        KeyValueCache.samplingCapacity(capacity)
            * KeyValueCache.columnBytes(decoder.config(), depths.size());
    return Math.toIntExact(Math.max(1, CACHE_BYTES / bytes));
  }

  /// Log-probabilities of given continuations.
  ///
  /// @param continuations ids of each continuation of each prompt, none empty
  /// @return for each prompt and continuation the log-probability of each of its tokens, nats
  public List<List<double[]>> score(List<Asked> prompts, List<List<int[]>> continuations) {
    var scores = new ArrayList<List<double[]>>(Collections.nCopies(prompts.size(), List.of()));
    for (List<Integer> alike : byBeginning(prompts)) {
      SharedPrefix shared = prefixes.of(decoder, prompts.get(alike.getFirst()).beginning());
      List<List<double[]>> some =
          new Scorer(decoder, shared, kept)
              .score(
                  alike.stream().map(i -> prompts.get(i).ids()).toList(),
                  alike.stream().map(continuations::get).toList());
      for (int i = 0; i < alike.size(); i++) scores.set(alike.get(i), some.get(i));
    }
    return scores;
  }

  /// The residual streams of whole sequences after their first `depth` layers. Where the sequences
  /// sampled by the last call have them, they are copied; the rest is computed. **Shape**: each
  /// [length, width]; the caller closes them.
  ///
  /// @param depth one of the depths that are kept
  public List<Tensor> streams(List<int[]> sequences, int depth) {
    SharedPrefix none = prefixes.of(decoder, new int[0]);
    return new KnownStreams(decoder, none, kept).of(sequences, depth);
  }

  @Override
  public void close() {
    kept.close();
    prefixes.close();
  }
}

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
/// What an item gets is, to the last bit, the same alone and among others, in whatever order and
/// however many at once. So nothing that enters a sum may depend on the others: the part of a
/// prompt that is computed once for many is told by the item itself, see [Asked#shared].
///
/// **Thread-safety**: one thread at a time.
public final class TokenModel implements AutoCloseable {
  /// Bytes of columns that sequences in progress take at most, and those kept for the next call.
  private static final long CACHE_BYTES = 1536L << 20;

  private static final long KEPT_BYTES = 640L << 20;

  private final Decoder decoder;
  private final Tokenizer tokenizer;
  private final int rows;
  private final Set<Integer> depths;
  private final PrefixShelf prefixes;
  private KeptSequences kept = new KeptSequences(KEPT_BYTES);

  /// @param rows sequences sampled at the same time, if memory allows
  public TokenModel(Decoder decoder, Tokenizer tokenizer, int rows) {
    this(decoder, tokenizer, rows, Set.of());
  }

  /// The same, which keeps what [#streams] gives.
  ///
  /// @param depths numbers of layers behind which the residual stream of what is sampled is kept
  public TokenModel(Decoder decoder, Tokenizer tokenizer, int rows, Set<Integer> depths) {
    this.depths = Set.copyOf(depths);
    this.prefixes = new PrefixShelf(this.depths);
    this.decoder = decoder;
    this.tokenizer = tokenizer;
    this.rows = rows;
  }

  /// A prompt.
  ///
  /// @param shared tokens at its beginning that it has in common with others of its kind, such as
  ///   examples; they are computed once for all that begin with the same
  public record Asked(int[] ids, int shared) {
    public Asked {
      if (ids.length == 0) throw new IllegalArgumentException("an empty prompt");
    }

    /// The part that is computed apart: whole steps, and not the last token.
    int[] beginning() {
      return Arrays.copyOf(
          ids, Math.min(shared, ids.length - 1) / SharedPrefix.STEP * SharedPrefix.STEP);
    }
  }

  /// A prompt and its source of random numbers.
  public record Item(Asked asked, RandomGenerator random) {
    /// Of a prompt that has nothing in common with others.
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
    List<Growing> growing =
        items.stream().map(item -> new Growing(item, tokenizer, sampling)).toList();
    var ended = new KeptSequences(KEPT_BYTES);
    for (List<Integer> alike : byBeginning(items.stream().map(Item::asked).toList())) {
      SharedPrefix shared = prefixes.of(decoder, items.get(alike.getFirst()).asked().beginning());
      generate(alike.stream().map(growing::get).toList(), shared, ended, sampling);
    }
    kept.close();
    kept = ended;
    return growing.stream().map(Growing::sampled).toList();
  }

  private void generate(
      List<Growing> growing, SharedPrefix shared, KeptSequences ended, Sampling sampling) {
    List<int[]> prompts = growing.stream().map(Growing::prompt).toList();
    for (List<Integer> group : Prompts.ofSimilarLength(prompts, shared.length())) {
      int longest = prompts.get(group.getFirst()).length - shared.length();
      int capacity = longest + sampling.maxTokens();
      int slots = Math.min(group.size(), Math.min(rows, slotsThatFit(capacity)));
      try (var batch =
          new ContinuousBatch(decoder, shared, kept, ended, slots, capacity, sampling)) {
        batch.run(group.stream().map(growing::get).toList());
      }
    }
  }

  /// Numbers of prompts, those together that share the same beginning.
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

  /// The residual stream of whole sequences behind their first `depth` layers. What the sequences
  /// sampled by the last call have of it is taken from them, the rest is computed. **Shape**: each
  /// [length, width]; the caller closes them.
  ///
  /// @param depth one of those that are kept
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

package cai.language.local;

import cai.language.Generation.Ending;
import cai.language.Generation.Sampling;
import cai.tensor.Tensor;
import cai.tokenizer.Tokenizer;
import cai.transformer.Decoder;
import cai.transformer.KeyValueCache;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Generation and scoring on token ids. Items are taken in batches of similar length; each batch
/// shares what its prompts share.
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

  /// A prompt and its source of random numbers.
  public record Item(int[] prompt, RandomGenerator random) {}

  /// Sampled ids, end-of-text and stop text included, with their log-probabilities at temperature
  /// 1.
  ///
  /// @param text decoded, without end-of-text and stop text
  public record Sampled(int[] ids, double[] logProbabilities, String text, Ending ending) {}

  /// Samples a continuation of each item, in the order of the items.
  public List<Sampled> generate(List<Item> items, Sampling sampling) {
    List<int[]> prompts = items.stream().map(Item::prompt).toList();
    SharedPrefix shared = shared(prompts);
    List<Growing> growing =
        items.stream().map(item -> new Growing(item, tokenizer, sampling)).toList();
    var ended = new KeptSequences(KEPT_BYTES);
    for (List<Integer> group : Prompts.ofSimilarLength(prompts, shared.length())) {
      int longest = prompts.get(group.getFirst()).length - shared.length();
      int capacity = longest + sampling.maxTokens();
      int slots = Math.min(group.size(), Math.min(rows, slotsThatFit(capacity)));
      try (var batch =
          new ContinuousBatch(decoder, shared, kept, ended, slots, capacity, sampling)) {
        batch.run(group.stream().map(growing::get).toList());
      }
    }
    kept.close();
    kept = ended;
    return growing.stream().map(Growing::sampled).toList();
  }

  private int slotsThatFit(int capacity) {
    long bytes =
        KeyValueCache.samplingCapacity(capacity)
            * KeyValueCache.columnBytes(decoder.config(), depths.size());
    return Math.toIntExact(Math.max(1, CACHE_BYTES / bytes));
  }

  private SharedPrefix shared(List<int[]> prompts) {
    for (int[] prompt : prompts)
      if (prompt.length == 0) throw new IllegalArgumentException("an empty prompt");
    int length = SharedPrefix.sharedLength(prompts);
    return prefixes.of(decoder, Arrays.copyOf(prompts.getFirst(), length));
  }

  /// Log-probabilities of given continuations.
  ///
  /// @param continuations ids of each continuation of each prompt, none empty
  /// @return for each prompt and continuation the log-probability of each of its tokens, nats
  public List<List<double[]>> score(List<int[]> prompts, List<List<int[]>> continuations) {
    return new Scorer(decoder, shared(prompts), kept).score(prompts, continuations);
  }

  /// The residual stream of whole sequences behind their first `depth` layers. What the sequences
  /// sampled by the last call have of it is taken from them, the rest is computed. **Shape**: each
  /// [length, width]; the caller closes them.
  ///
  /// @param depth one of those that are kept
  public List<Tensor> streams(List<int[]> sequences, int depth) {
    return new KnownStreams(decoder, shared(sequences), kept).of(sequences, depth);
  }

  @Override
  public void close() {
    kept.close();
    prefixes.close();
  }
}

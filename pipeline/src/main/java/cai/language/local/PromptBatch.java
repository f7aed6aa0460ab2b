package cai.language.local;

import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.Decoder;
import cai.transformer.KeyValueCache;
import java.util.Arrays;
import java.util.List;

/// Prompts of a batch in a cache, with the logits that follow each. The longest prefix that all
/// prompts share is computed and stored once.
final class PromptBatch implements AutoCloseable {
  /// Columns computed at once, over all sequences, to bound memory.
  private static final int CHUNK_TOKENS = 2048;

  private final Decoder decoder;
  private final KeyValueCache cache;
  private Tensor logits; // [batch, vocab], what follows the last token of each sequence

  private PromptBatch(Decoder decoder, KeyValueCache cache, Tensor logits) {
    this.decoder = decoder;

    this.cache = cache;
    this.logits = logits;
  }

  /// Computes prompts, each of which begins with the shared prefix.
  ///
  /// @param room tokens each sequence may grow by
  static PromptBatch of(Decoder decoder, List<int[]> prompts, SharedPrefix shared, int room) {
    int skip = shared.length();
    int longest = prompts.stream().mapToInt(p -> p.length - skip).max().orElseThrow();
    KeyValueCache cache = shared.continued(decoder, prompts.size(), longest + room);
    // Padding stands in front, so that all sequences end, and go on, in the same column.
    int[][] ids = new int[prompts.size()][longest];
    boolean[][] real = new boolean[prompts.size()][longest];
    for (int i = 0; i < ids.length; i++) {
      int[] prompt = prompts.get(i);
      int own = prompt.length - skip;
      System.arraycopy(prompt, skip, ids[i], longest - own, own);
      Arrays.fill(real[i], longest - own, longest, true);
    }
    int step = Math.max(1, CHUNK_TOKENS / prompts.size());
    try (var scope = TensorScope.inference()) {
      Tensor last = null;
      for (int from = 0; from < longest; from += step) {
        int to = Math.min(longest, from + step);
        try (var inner = TensorScope.inference()) {
          Tensor states = decoder.extend(cache, columns(ids, from, to), columns(real, from, to));
          if (to == longest) last = inner.keep(lastLogits(decoder, states));
        }
      }
      return new PromptBatch(decoder, cache, scope.keep(last));
    }
  }

  private static Tensor lastLogits(Decoder decoder, Tensor states) {
    long time = states.size(1);
    return decoder.logits(states.narrow(1, time - 1, 1).reshape(states.size(0), states.size(2)));
  }

  private static int[][] columns(int[][] rows, int from, int to) {
    return Arrays.stream(rows).map(row -> Arrays.copyOfRange(row, from, to)).toArray(int[][]::new);
  }

  private static boolean[][] columns(boolean[][] rows, int from, int to) {
    return Arrays.stream(rows)
        .map(row -> Arrays.copyOfRange(row, from, to))
        .toArray(boolean[][]::new);
  }

  /// What follows the last token of each sequence. **Shape**: [batch, vocab].
  Tensor logits() {
    return logits;
  }

  /// Adds one token to each sequence and computes the next logits.
  void append(int[] tokens) {
    int[][] ids = new int[tokens.length][];
    boolean[][] real = new boolean[tokens.length][];
    for (int i = 0; i < tokens.length; i++) {
      ids[i] = new int[] {tokens[i]};
      real[i] = new boolean[] {true};
    }
    logits.close();
    try (var scope = TensorScope.inference()) {
      logits = scope.keep(lastLogits(decoder, decoder.extend(cache, ids, real)));
    }
  }

  /// A cache of its own for continuations of the given sequences, one of which may be named several
  /// times; this batch stays as it is.
  KeyValueCache branches(int[] sequences) {
    return cache.branched(sequences);
  }

  /// Keeps the given sequences, in order, logits included.
  void select(int[] sequences) {
    cache.select(sequences);
    Tensor before = logits;
    try (var scope = TensorScope.inference()) {
      logits = scope.keep(before.select(0, Tensor.of(sequences, sequences.length)));
    }
    before.close();
  }

  @Override
  public void close() {
    logits.close();
    cache.close();
  }
}

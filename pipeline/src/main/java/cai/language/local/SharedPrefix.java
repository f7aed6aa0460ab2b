package cai.language.local;

import cai.tensor.TensorScope;
import cai.transformer.Decoder;
import cai.transformer.KeyValueCache;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The computed prefix that all prompts of a call share, or none. What the next call shares with it
/// is not computed again: a few-shot prefix is computed once per stage.
///
/// It is computed in steps of a fixed number of tokens, so that its numbers, to the last bit,
/// depend on its tokens alone and not on the calls before: a resumed run repeats an uninterrupted
/// one.
final class SharedPrefix implements AutoCloseable {
  static final int STEP = 32;
  private static final int SMALLEST_CAPACITY = 1024;

  private int[] ids = {};
  private Optional<KeyValueCache> cache = Optional.empty();

  int length() {
    return ids.length;
  }

  /// Tokens at the beginning that are the same.
  int inCommon(int[] wanted) {
    int mismatch = Arrays.mismatch(ids, wanted);
    return mismatch < 0 ? ids.length : mismatch;
  }

  /// Length of the prefix that prompts share and that is worth a cache: whole steps, and at most
  /// all but the last token of each prompt.
  static int sharedLength(List<int[]> prompts) {
    if (prompts.size() < 2) return 0;
    int[] first = prompts.getFirst();
    int shared = first.length;
    for (int[] prompt : prompts) {
      int mismatch = Arrays.mismatch(first, prompt);
      int common = mismatch < 0 ? first.length : mismatch;
      shared = Math.min(shared, Math.min(common, prompt.length - 1));
    }
    return shared / STEP * STEP;
  }

  /// Makes this the prefix of the given ids, a whole number of steps.
  void become(Decoder decoder, int[] wanted) {
    int same = inCommon(wanted) / STEP * STEP;
    if (same == 0 || cache.orElseThrow().capacity() < wanted.length) {
      close();
      same = 0;
      if (wanted.length == 0) return;
      cache = Optional.of(decoder.cache(1, Math.max(SMALLEST_CAPACITY, wanted.length)));
    }
    KeyValueCache columns = cache.orElseThrow();
    columns.truncate(same);
    boolean[][] real = new boolean[1][STEP];
    Arrays.fill(real[0], true);
    for (int from = same; from < wanted.length; from += STEP) {
      try (var _ = TensorScope.inference()) {
        decoder.extend(columns, new int[][] {Arrays.copyOfRange(wanted, from, from + STEP)}, real);
      }
    }
    ids = wanted;
  }

  /// A cache for sequences that continue this prefix.
  KeyValueCache continued(Decoder decoder, int batch, int capacity) {
    return cache
        .map(prefix -> decoder.continuing(prefix, batch, capacity))
        .orElseGet(() -> decoder.cache(batch, capacity));
  }

  @Override
  public void close() {
    cache.ifPresent(KeyValueCache::close);
    cache = Optional.empty();
    ids = new int[0];
  }
}

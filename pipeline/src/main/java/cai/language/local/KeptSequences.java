package cai.language.local;

import cai.transformer.cache.KeyValueCache;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The sequences sampled last with their columns, for prompts that go on where they ended: a
/// revision continues its critique, a decision its chain of thought.
///
/// A prompt goes on with a sequence when it has its prompt and its first sampled token. Prompts
/// that are merely alike do not, so that what is computed does not depend on the calls before.
final class KeptSequences implements AutoCloseable {
  private final long limit;
  private final List<Kept> kept = new ArrayList<>();
  private long bytes;

  /// @param limit bytes of columns that are kept at most
  KeptSequences(long limit) {
    this.limit = limit;
  }

  /// @param prefix tokens that are not among the columns
  private record Kept(int[] ids, int promptLength, int prefix, KeyValueCache.Columns columns) {}

  /// Columns that a prompt can go on with.
  ///
  /// @param from the first of them that belongs behind the present prefix
  /// @param count of those
  record Continued(KeyValueCache.Columns columns, int from, int count) {}

  /// Keeps the columns of an ended sequence while there is room.
  void keep(Growing ended, KeyValueCache cache, int slot) {
    long more = cache.ownBytes(slot);
    if (bytes + more > limit) return;
    bytes += more;
    kept.add(
        new Kept(ended.all(), ended.prompt().length, cache.prefixLength(), cache.copied(slot)));
  }

  /// What a prompt can go on with, the last token of it left to be computed.
  ///
  /// @param prefix length of the present prefix
  Optional<Continued> continuedBy(int[] prompt, int prefix) {
    return beginning(prompt, prompt.length - 1, prefix);
  }

  /// What is known of the beginning of a sequence.
  ///
  /// @param most tokens that are wanted
  /// @param prefix length of the present prefix
  Optional<Continued> beginning(int[] ids, int most, int prefix) {
    Kept best = null;
    int longest = 0;
    for (Kept one : kept) {
      int same = Math.min(Prompts.inCommon(one.ids(), ids), most);
      if (one.prefix() > prefix || same <= one.promptLength() || same <= longest) continue;
      // What all sequences share may reach beyond what this one has computed.
      if (known(one, same) <= prefix) continue;
      best = one;
      longest = same;
    }
    if (best == null) return Optional.empty();
    int count = known(best, longest) - prefix;
    return Optional.of(new Continued(best.columns(), prefix - best.prefix(), count));
  }

  /// Tokens of the first `same` whose columns are there: the last one sampled was never put through
  /// the model.
  private static int known(Kept one, int same) {
    return Math.min(same, one.prefix() + one.columns().length());
  }

  @Override
  public void close() {
    kept.forEach(one -> one.columns().close());
    kept.clear();
    bytes = 0;
  }
}

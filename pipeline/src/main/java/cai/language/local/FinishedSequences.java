package cai.language.local;

import cai.transformer.cache.KeyValueCache;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The sequences sampled by the last call, with their columns of the cache, for prompts that
/// continue them: a revision continues its critique, a decision its chain of thought.
///
/// A prompt continues a finished sequence if it begins with the prompt and the first sampled token
/// of that sequence. A prompt that is merely similar does not, so that the result does not depend
/// on earlier calls.
final class FinishedSequences implements AutoCloseable {
  private final long limit;
  private final List<FinishedSequence> kept = new ArrayList<>();
  private long bytes;

  /// @param limit of the memory for columns, bytes; sequences beyond it are not kept
  FinishedSequences(long limit) {
    this.limit = limit;
  }

  /// @param ids of the prompt and of what was sampled
  /// @param prefix number of first tokens whose columns belonged to a shared prefix
  private record FinishedSequence(
      int[] ids, int promptLength, int prefix, KeyValueCache.Columns columns) {}

  /// The columns of a finished sequence that a prompt continues.
  ///
  /// @param from number of the first column after the present prefix
  /// @param count of columns that the prompt continues
  record Continued(KeyValueCache.Columns columns, int from, int count) {}

  /// Keeps the columns of a finished sequence if they fit the limit.
  void keep(SequenceInProgress ended, KeyValueCache cache, int slot) {
    long more = cache.ownBytes(slot);
    if (bytes + more > limit) return;
    bytes += more;
    kept.add(
        new FinishedSequence(
            ended.all(), ended.prompt().length, cache.prefixLength(), cache.copied(slot)));
  }

  /// What a prompt continues. Its last token is always left to be computed.
  ///
  /// @param prefix length of the present prefix
  Optional<Continued> continuedBy(int[] prompt, int prefix) {
    return beginning(prompt, prompt.length - 1, prefix);
  }

  /// What a sequence continues, no more than its first `most` tokens.
  ///
  /// @param prefix length of the present prefix
  Optional<Continued> beginning(int[] ids, int most, int prefix) {
    FinishedSequence best = null;
    int longest = 0;
    for (FinishedSequence one : kept) {
      int same = Math.min(TokenPrompts.inCommon(one.ids(), ids), most);
      if (one.prefix() > prefix || same <= one.promptLength() || same <= longest) continue;
      // The present prefix may be longer than what this sequence has columns for.
      if (known(one, same) <= prefix) continue;
      best = one;
      longest = same;
    }
    if (best == null) return Optional.empty();
    int count = known(best, longest) - prefix;
    return Optional.of(new Continued(best.columns(), prefix - best.prefix(), count));
  }

  /// How many of the first `same` tokens have columns: the last sampled token has none, because it
  /// never went through the model.
  private static int known(FinishedSequence one, int same) {
    return Math.min(same, one.prefix() + one.columns().length());
  }

  @Override
  public void close() {
    kept.forEach(one -> one.columns().close());
    kept.clear();
    bytes = 0;
  }
}

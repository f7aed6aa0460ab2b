package cai.language.local;

import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.cache.KeyValueCache;
import cai.transformer.cache.KeyValueCache.Room;
import cai.transformer.cache.TokenRun;
import cai.transformer.decoder.Decoder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The prefix that all prompts of a call share, computed, or empty. It stays for later calls, which
/// compute only what differs: a few-shot prefix is computed once in a stage.
///
/// It is computed in pieces that begin at fixed places, so that its numbers depend, to the last
/// bit, on its tokens alone and not on earlier calls: a resumed run gives the bytes of an
/// uninterrupted one.
final class SharedPrefix implements AutoCloseable {
  /// The length of a prefix is a multiple of this number.
  static final int STEP = 8;

  private static final int PIECE = 256;
  private static final int SMALLEST_CAPACITY = 1024;

  private final Set<Integer> depths;
  private int[] ids = {};
  private Optional<KeyValueCache> cache = Optional.empty();

  /// @param depths numbers of layers after which the residual stream is kept
  SharedPrefix(Set<Integer> depths) {
    this.depths = depths;
  }

  int length() {
    return ids.length;
  }

  /// Length of the beginning that this prefix and the wanted one have in common.
  int inCommon(int[] wanted) {
    return TokenPrompts.inCommon(ids, wanted);
  }

  /// Computes the wanted prefix in place of the present one.
  ///
  /// @param wanted tokens of the prefix; a multiple of [#STEP]
  void become(Decoder decoder, int[] wanted) {
    if (Arrays.equals(ids, wanted)) return;
    int same = inCommon(wanted) / PIECE * PIECE;
    if (cache.isEmpty() || cache.get().capacity() < wanted.length) {
      close();
      same = 0;
      if (wanted.length == 0) return;
      cache =
          Optional.of(
              decoder.cache(Room.reading(1, Math.max(SMALLEST_CAPACITY, wanted.length)), depths));
    }
    KeyValueCache columns = cache.orElseThrow();
    columns.truncate(0, same);
    for (int from = same; from < wanted.length; from += PIECE) {
      int to = Math.min(wanted.length, from + PIECE);
      try (var _ = TensorScope.inference()) {
        decoder
            .reading()
            .extend(columns, List.of(TokenRun.chain(0, Arrays.copyOfRange(wanted, from, to))));
      }
    }
    ids = wanted;
  }

  /// The kept residual stream of the prefix, followed by the residual stream of a sequence that
  /// continues it. **Shape**: own [count, width] gives [length + count, width].
  Tensor joined(int depth, Tensor own) {
    return cache
        .filter(_ -> ids.length > 0)
        .map(prefix -> Tensor.concatenate(List.of(prefix.stream(0, depth), own), 0))
        .orElseGet(() -> own.add(0));
  }

  /// A cache for sequences that continue this prefix.
  ///
  /// @param room for the tokens after the prefix
  KeyValueCache continued(Decoder decoder, Room room) {
    return cache
        .filter(_ -> ids.length > 0)
        .map(prefix -> prefix.behind(room))
        .orElseGet(() -> decoder.cache(room, depths));
  }

  @Override
  public void close() {
    cache.ifPresent(KeyValueCache::close);
    cache = Optional.empty();
    ids = new int[0];
  }
}

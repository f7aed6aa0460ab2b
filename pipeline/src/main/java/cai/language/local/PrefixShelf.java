package cai.language.local;

import cai.transformer.decoder.Decoder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Set;

/// The prefixes computed last. A stage asks for responses, critiques and judgements in turn, each
/// behind examples of its own; each of them is computed once.
final class PrefixShelf implements AutoCloseable {
  private static final int MOST = 4;

  private final Set<Integer> depths;
  private final Deque<SharedPrefix> prefixes = new ArrayDeque<>(); // last used first

  /// @param depths numbers of layers behind which the residual stream is kept
  PrefixShelf(Set<Integer> depths) {
    this.depths = depths;
  }

  /// The given prefix, computed; good until the next call.
  ///
  /// @param wanted a whole number of steps, may be none
  SharedPrefix of(Decoder decoder, int[] wanted) {
    SharedPrefix prefix = taken(wanted);
    prefixes.addFirst(prefix);
    prefix.become(decoder, wanted);
    return prefix;
  }

  /// One that is the same for the most part, else a new one in place of the one used longest ago.
  private SharedPrefix taken(int[] wanted) {
    for (Iterator<SharedPrefix> all = prefixes.iterator(); all.hasNext(); ) {
      SharedPrefix prefix = all.next();
      if (2 * prefix.inCommon(wanted) >= Math.max(prefix.length(), wanted.length)) {
        all.remove();
        return prefix;
      }
    }
    if (prefixes.size() == MOST) prefixes.removeLast().close();
    return new SharedPrefix(depths);
  }

  @Override
  public void close() {
    prefixes.forEach(SharedPrefix::close);
    prefixes.clear();
  }
}

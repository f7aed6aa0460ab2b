package cai.language.local;

import cai.transformer.decoder.Decoder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Set;

/// The shared prefixes computed last. A stage asks for responses, critiques and feedback in turn,
/// each with few-shot examples of its own as a prefix; each prefix is computed once.
final class PrefixShelf implements AutoCloseable {
  private static final int MOST = 4;

  private final Set<Integer> depths;
  private final Deque<SharedPrefix> prefixes = new ArrayDeque<>(); // last used first

  /// @param depths numbers of layers after which the residual stream is kept
  PrefixShelf(Set<Integer> depths) {
    this.depths = depths;
  }

  /// The wanted prefix, computed. It stays valid until the next call.
  ///
  /// @param wanted tokens of the prefix; a multiple of [SharedPrefix#STEP], or none
  SharedPrefix of(Decoder decoder, int[] wanted) {
    SharedPrefix prefix = taken(wanted);
    prefixes.addFirst(prefix);
    prefix.become(decoder, wanted);
    return prefix;
  }

  /// A prefix that agrees with the wanted one in at least half of its tokens; where there is none,
  /// a new one, which takes the place of the prefix used longest ago.
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

package cai.transformer;

import java.util.Arrays;

/// New tokens of one sequence, behind what its slot of a [KeyValueCache] holds: a chain, or a tree
/// in which several continuations share what is before them.
///
/// @param slot of the cache
/// @param ids the tokens; none stands before its parent
/// @param parents for each token the number, in this run, of the token before it; [#CACHED] where
///   that is the last one in the slot
public record TokenRun(int slot, int[] ids, int[] parents) {
  /// Parent of a token that follows what the slot already holds.
  public static final int CACHED = -1;

  public TokenRun {
    if (ids.length == 0 || ids.length != parents.length)
      throw new IllegalArgumentException(ids.length + " tokens with " + parents.length);
    for (int i = 0; i < parents.length; i++)
      if (parents[i] < CACHED || parents[i] >= i)
        throw new IllegalArgumentException(
            "token " + i + " stands before its parent " + parents[i]);
  }

  /// Tokens that follow one another.
  public static TokenRun chain(int slot, int... ids) {
    int[] parents = new int[ids.length];
    Arrays.setAll(parents, i -> i - 1);
    return new TokenRun(slot, ids, parents);
  }

  int length() {
    return ids.length;
  }

  boolean isChain() {
    for (int i = 0; i < parents.length; i++) if (parents[i] != i - 1) return false;
    return true;
  }

  /// Tokens of this run before each token of it, along its branch.
  int[] depths() {
    int[] depths = new int[ids.length];
    for (int i = 0; i < depths.length; i++)
      depths[i] = parents[i] == CACHED ? 0 : depths[parents[i]] + 1;
    return depths;
  }
}

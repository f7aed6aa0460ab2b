package cai.transformer.cache;

import java.util.Arrays;

/// New tokens of one sequence, which follow the tokens that its slot of a [KeyValueCache] holds: a
/// chain, or a tree whose branches share the tokens before them.
///
/// @param slot of the cache
/// @param ids of the tokens; a token comes after its parent
/// @param parents for each token the number, in this run, of the token before it; [#CACHED] where
///   the last token in the slot is the one before it
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

  /// Number of tokens.
  public int length() {
    return ids.length;
  }

  /// For each token the number of its ancestors in this run.
  public int[] depths() {
    int[] depths = new int[ids.length];
    for (int i = 0; i < depths.length; i++)
      depths[i] = parents[i] == CACHED ? 0 : depths[parents[i]] + 1;
    return depths;
  }
}

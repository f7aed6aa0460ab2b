package cai.transformer;

import cai.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// One forward pass of new tokens into a cache: what is the same for all layers. The tokens of all
/// runs stand one after the other, without padding.
///
/// @param runs with their rows and what they see
/// @param angles of each row's position
/// @param places of each row's column in the cache
/// @param step of sampling, where neighbouring slots get one token each and all can be computed at
///   once
record Pass(List<Span> runs, Rotary.Angles angles, Places places, Optional<KeyBlocks.Step> step) {

  /// Where the keys and values of new tokens go.
  ///
  /// @param columns numbers of theirs among all columns of the cache // [rows]
  /// @param keys where each number of a key goes, in a cache that has keys turned // [rows * pairs
  ///   * headWidth]
  record Places(Tensor columns, Optional<Tensor> keys) {}

  /// A run in a pass, or some rows of one.
  ///
  /// @param from its first row in the pass
  /// @param columns of its slot that its last row can see at most
  /// @param mask added to the scores where causality alone does not tell what is seen, once for
  ///   each head that shares a key head // [1, 1, group * rows, columns]
  record Span(int slot, int from, int rows, int columns, Optional<Tensor> mask) {
    /// Whether each token sees itself and what is before it in the span, and nothing else.
    boolean plainlyCausal() {
      return rows == columns && mask.isEmpty();
    }
  }

  static Pass of(KeyValueCache cache, List<TokenRun> runs, Rotary rotary) {
    Pass pass = ofRows(cache, runs, rotary, 0, LaneParts.rows(runs));
    if (!isStep(cache, runs)) return pass;
    return new Pass(pass.runs(), pass.angles(), pass.places(), Optional.of(cache.step(runs)));
  }

  /// The part of a pass that computes some of its rows; the others must be computed beside it.
  static Pass ofRows(KeyValueCache cache, List<TokenRun> runs, Rotary rotary, int from, int to) {
    long[] positions = new long[to - from];
    long[] places = new long[to - from];
    var spans = new ArrayList<Span>();
    int row = 0; // of the whole pass
    for (TokenRun run : runs) {
      int first = Math.max(from - row, 0);
      int end = Math.min(to - row, run.length());
      if (first < end) {
        int before = cache.ownLength(run.slot());
        int[] depths = run.depths();
        for (int i = first; i < end; i++) {
          positions[row + i - from] = cache.length(run.slot()) + depths[i];
          places[row + i - from] = cache.nextPlace(run.slot()) + i;
        }
        spans.add(
            new Span(
                run.slot(),
                row + first - from,
                end - first,
                before + end,
                mask(cache.group(), run, before, first, end)));
      }
      row += run.length();
    }
    return new Pass(
        List.copyOf(spans),
        rotary.at(Tensor.of(positions, positions.length), 1, positions.length),
        cache.places(places),
        Optional.empty());
  }

  /// Whether some neighbouring slots of a sampling cache get one token each.
  static boolean isStep(KeyValueCache cache, List<TokenRun> runs) {
    return cache.blocks(0).isPresent() && oneForEachSlot(runs);
  }

  private static boolean oneForEachSlot(List<TokenRun> runs) {
    int first = runs.getFirst().slot();
    for (int i = 0; i < runs.size(); i++)
      if (runs.get(i).slot() != first + i || runs.get(i).length() != 1) return false;
    return true;
  }

  /// What some tokens of a run see of their slot: all that was there before, their ancestors in the
  /// run and themselves.
  private static Optional<Tensor> mask(int group, TokenRun run, int before, int first, int end) {
    boolean causal = before + first == 0;
    if (run.isChain() && (causal || end == first + 1)) return Optional.empty();
    int columns = before + end;
    float[] mask = new float[(end - first) * columns];
    for (int row = first; row < end; row++) {
      int start = (row - first) * columns + before;
      Arrays.fill(mask, start, start + end, Float.NEGATIVE_INFINITY);
      for (int seen = row; seen != TokenRun.CACHED; seen = run.parents()[seen])
        mask[start + seen] = 0;
    }
    Tensor once = Tensor.of(mask, 1, 1, end - first, columns);
    return Optional.of(Tensor.concatenate(Collections.nCopies(group, once), 2));
  }
}

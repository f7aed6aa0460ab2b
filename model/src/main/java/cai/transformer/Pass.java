package cai.transformer;

import cai.tensor.Tensor;
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
  /// @param columns the absolute column of each new token in the cache // [rows]
  /// @param keys where each number of a key goes, in a cache that has keys turned // [rows * pairs
  ///   * headWidth]
  record Places(Tensor columns, Optional<Tensor> keys) {}

  /// Rows of a run in a pass that follow one another and whose tokens lie in one block of their
  /// sequence. What they see is computed with all columns up to the end of that block, those that
  /// they do not see masked: so it does not depend on what else is computed in the pass, nor on
  /// where a sequence was parted to be computed in several.
  ///
  /// @param from its first row in the pass
  /// @param stored columns of the slot that the run of the pass needs, whole blocks
  /// @param columns that are read, whole blocks
  /// @param path their numbers in the slot, where those of another branch of a tree stand between
  /// @param mask added to the scores, once for each head that shares a key head // [1, 1, group *
  ///   rows, columns]
  record Span(
      int slot, int from, int rows, int stored, int columns, Optional<Tensor> path, Tensor mask) {}

  /// New tokens, of which there may be any number for each slot.
  static Pass of(KeyValueCache cache, List<TokenRun> runs, Rotary rotary) {
    return ofRows(cache, runs, rotary, 0, LaneParts.rows(runs));
  }

  /// One token for each of some neighbouring slots of a sampling cache.
  static Pass stepOf(KeyValueCache cache, List<TokenRun> runs, Rotary rotary) {
    Pass pass = ofRows(cache, runs, rotary, 0, runs.size());
    return new Pass(pass.runs(), pass.angles(), pass.places(), Optional.of(cache.step(runs)));
  }

  /// The part of a pass that computes some of its rows; the others must be computed beside it.
  static Pass ofRows(KeyValueCache cache, List<TokenRun> runs, Rotary rotary, int from, int to) {
    long[] positions = new long[to - from];
    long[] places = new long[to - from];
    var spans = new Spans(cache);
    int row = 0; // of the whole pass
    for (TokenRun run : runs) {
      int first = Math.max(from - row, 0);
      int end = Math.min(to - row, run.length());
      if (first < end) {
        int[] depths = run.depths();
        for (int i = first; i < end; i++) {
          positions[row + i - from] = cache.length(run.slot()) + depths[i];
          places[row + i - from] = cache.nextPlace(run.slot()) + i;
        }
        spans.add(run, depths, first, end);
      }
      row += run.length();
    }
    return new Pass(
        spans.all(),
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
}

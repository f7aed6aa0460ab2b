package cai.transformer.reading;

import cai.tensor.Tensor;
import cai.transformer.cache.KeyBlocks;
import cai.transformer.cache.KeyValueCache;
import cai.transformer.cache.NewColumns;
import cai.transformer.cache.TokenRun;
import cai.transformer.weights.Rotary;
import java.util.List;
import java.util.Optional;

/// One forward pass of new tokens into a cache: what is the same in all layers. The tokens of all
/// runs stand one after the other, without padding.
///
/// @param spans the rows in stretches that attend together
/// @param angles of the position of each row
/// @param places where the keys and values of each row go
/// @param step what a sampling step reads; present where the pass has one token for each of some
///   neighbouring slots, all of which attend at once
public record CachePass(
    List<Span> spans,
    Rotary.Angles angles,
    NewColumns places,
    Optional<KeyBlocks.StepColumns> step) {

  /// Consecutive rows of a run whose tokens lie in one block of their sequence. They attend to all
  /// columns up to the end of that block, with the columns that a token must not see masked. So the
  /// result of a token depends neither on what else is in the pass, nor on how its sequence was cut
  /// into passes.
  ///
  /// @param from first row of the span in the pass
  /// @param stored number of columns of the slot that the whole run reads, whole blocks
  /// @param columns number of columns that the span reads, whole blocks
  /// @param path numbers of these columns in the slot, where tokens of another branch of a tree
  ///   stand between them
  /// @param mask added to the scores, once for each query head that shares a key head // [1, 1,
  ///   group * rows, columns]
  record Span(
      int slot, int from, int rows, int stored, int columns, Optional<Tensor> path, Tensor mask) {}

  /// A pass of one token for each of some neighbouring slots of a cache for sampling.
  public static CachePass ofStep(KeyValueCache cache, List<TokenRun> runs, Rotary rotary) {
    CachePass pass = ofRows(cache, runs, rotary, 0, runs.size());
    return new CachePass(pass.spans, pass.angles, pass.places, Optional.of(cache.step(runs)));
  }

  /// The rows `from` to `to - 1` of a pass over some runs; the other rows must be computed by other
  /// lanes at the same time.
  static CachePass ofRows(
      KeyValueCache cache, List<TokenRun> runs, Rotary rotary, int from, int to) {
    long[] positions = new long[to - from];
    long[] columns = new long[to - from];
    var spans = new PassSpans(cache);
    int row = 0; // of the whole pass
    for (TokenRun run : runs) {
      int first = Math.max(from - row, 0);
      int end = Math.min(to - row, run.length());
      if (first < end) {
        int[] depths = run.depths();
        for (int i = first; i < end; i++) {
          positions[row + i - from] = cache.length(run.slot()) + depths[i];
          columns[row + i - from] = cache.nextPlace(run.slot()) + i;
        }
        spans.add(run, depths, first, end);
      }
      row += run.length();
    }
    return new CachePass(
        spans.all(),
        rotary.at(Tensor.of(positions, positions.length), 1, positions.length),
        cache.places(columns),
        Optional.empty());
  }
}

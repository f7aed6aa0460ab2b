package cai.transformer.reading;

import cai.tensor.Tensor;
import cai.transformer.cache.KeyBlocks;
import cai.transformer.cache.KeyValueCache;
import cai.transformer.cache.TokenRun;
import cai.transformer.reading.CachePass.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Cuts the rows of runs into spans: where a new block of the sequence begins, and where a tree
/// branches.
final class PassSpans {
  /// Columns of a block; blocks begin at multiples of this number, counted from the end of the
  /// prefix.
  private static final int BLOCK = KeyBlocks.COLUMNS;

  private final KeyValueCache cache;
  private final List<Span> spans = new ArrayList<>();
  private final Map<Seen, Tensor> masks = new HashMap<>();
  private int row;

  /// What the tokens of a span see: everything up to themselves.
  ///
  /// @param first place of the first token in its sequence, counted from the end of the prefix
  /// @param rows number of tokens
  private record Seen(int first, int rows) {}

  PassSpans(KeyValueCache cache) {
    this.cache = cache;
  }

  List<Span> all() {
    return List.copyOf(spans);
  }

  private static int wholeBlocks(int columns) {
    return Math.ceilDiv(columns, BLOCK) * BLOCK;
  }

  /// Adds the rows `first` to `end - 1` of a run.
  ///
  /// @param depths number of ancestors of each token of the run
  void add(TokenRun run, int[] depths, int first, int end) {
    int before = cache.ownLength(run.slot());
    int stored = wholeBlocks(before + end);
    int next;
    for (int i = first; i < end; i = next) {
      int place = before + depths[i];
      next = i + 1;
      while (next < end && run.parents()[next] == next - 1 && (place + next - i) % BLOCK != 0)
        next++;
      var seen = new Seen(place, next - i);
      int columns = wholeBlocks(place + seen.rows);
      Optional<Tensor> path =
          depths[i] == i ? Optional.empty() : Optional.of(path(run, before, next - 1, columns));
      Tensor mask = masks.computeIfAbsent(seen, this::mask);
      spans.add(new Span(run.slot(), row, seen.rows, stored, columns, path, mask));
      row += seen.rows;
    }
  }

  private Tensor mask(Seen seen) {
    int columns = wholeBlocks(seen.first + seen.rows);
    float[] mask = new float[seen.rows * columns];
    for (int i = 0; i < seen.rows; i++)
      Arrays.fill(
          mask, i * columns + seen.first + i + 1, (i + 1) * columns, Float.NEGATIVE_INFINITY);
    Tensor once = Tensor.of(mask, 1, 1, seen.rows, columns);
    return Tensor.concatenate(Collections.nCopies(cache.group(), once), 2);
  }

  /// Numbers of the columns of a token and its ancestors in their slot. The numbers after them are
  /// of columns that are masked, so any will do.
  private static Tensor path(TokenRun run, int before, int last, int columns) {
    long[] path = new long[columns];
    for (int i = 0; i < before; i++) path[i] = i;
    int length = before;
    for (int at = last; at != TokenRun.CACHED; at = run.parents()[at]) length++;
    int place = length;
    for (int at = last; at != TokenRun.CACHED; at = run.parents()[at]) path[--place] = before + at;
    return Tensor.of(path, columns);
  }
}

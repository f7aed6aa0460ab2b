package cai.transformer;

import cai.tensor.Tensor;
import cai.transformer.Pass.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Parts the rows of runs where blocks of their sequences begin and where trees branch.
final class Spans {
  /// Columns of a block. It begins at a multiple of this behind the prefix.
  static final int BLOCK = KeyBlocks.COLUMNS;

  private final KeyValueCache cache;
  private final List<Span> spans = new ArrayList<>();
  private final Map<Seen, Tensor> masks = new HashMap<>();
  private int row;

  /// What some neighbouring tokens see: everything up to themselves.
  ///
  /// @param first place of the first of them in its sequence, behind the prefix
  private record Seen(int first, int rows) {}

  Spans(KeyValueCache cache) {
    this.cache = cache;
  }

  List<Span> all() {
    return List.copyOf(spans);
  }

  static int wholeBlocks(int columns) {
    return Math.ceilDiv(columns, BLOCK) * BLOCK;
  }

  /// Adds some rows of a run.
  ///
  /// @param depths of the run
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

  /// Where the columns of a token and its ancestors are in their slot; behind them any will do.
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

package cai.transformer;

import cai.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// One forward pass of new tokens into a cache: what is the same for all layers. The tokens of all
/// runs stand one after the other, without padding.
///
/// @param runs with their rows and what they see
/// @param angles of each row's position
/// @param places of each row's column in the cache // [rows]
/// @param together how many columns are looked at, where neighbouring slots get one token each and
///   all can be computed at once
/// @param mask for [#together]: 0 where a slot has a column, else -inf // [slots, 1, 1, columns]
record Pass(
    List<Span> runs,
    Rotary.Angles angles,
    Tensor places,
    Optional<Integer> together,
    Optional<Tensor> mask) {

  /// A run in a pass.
  ///
  /// @param from its first row
  /// @param before own columns of its slot before it
  /// @param mask added to the scores where causality alone does not tell what is seen // [1, 1,
  ///   rows, columns]
  record Span(TokenRun run, int from, int before, Optional<Tensor> mask) {
    int rows() {
      return run.length();
    }

    int columns() {
      return before + run.length();
    }

    /// Whether each token sees itself and what is before it in the run, and nothing else.
    boolean plainlyCausal() {
      return before == 0 && mask.isEmpty();
    }
  }

  static Pass of(KeyValueCache cache, List<TokenRun> runs, Rotary rotary) {
    boolean together = oneForEachSlot(runs);
    int rows = runs.stream().mapToInt(TokenRun::length).sum();
    long[] positions = new long[rows];
    long[] places = new long[rows];
    var spans = new ArrayList<Span>();
    int row = 0;
    for (TokenRun run : runs) {
      int before = cache.ownLength(run.slot());
      spans.add(new Span(run, row, before, together ? Optional.empty() : mask(run, before)));
      int[] depths = run.depths();
      for (int i = 0; i < depths.length; i++, row++) {
        positions[row] = cache.length(run.slot()) + depths[i];
        places[row] = cache.nextPlace(run.slot()) + i;
      }
    }
    int columns = spans.stream().mapToInt(Span::columns).max().orElseThrow();
    return new Pass(
        List.copyOf(spans),
        rotary.at(Tensor.of(positions, rows), 1, rows),
        Tensor.of(places, rows),
        together ? Optional.of(columns) : Optional.empty(),
        together ? mask(spans, columns) : Optional.empty());
  }

  private static boolean oneForEachSlot(List<TokenRun> runs) {
    int first = runs.getFirst().slot();
    for (int i = 0; i < runs.size(); i++)
      if (runs.get(i).slot() != first + i || runs.get(i).length() != 1) return false;
    return true;
  }

  /// Which columns slots of different lengths have; none is needed where all have all.
  private static Optional<Tensor> mask(List<Span> spans, int columns) {
    if (spans.stream().allMatch(span -> span.columns() == columns)) return Optional.empty();
    float[] mask = new float[spans.size() * columns];
    for (int i = 0; i < spans.size(); i++)
      Arrays.fill(
          mask, i * columns + spans.get(i).columns(), (i + 1) * columns, Float.NEGATIVE_INFINITY);
    return Optional.of(Tensor.of(mask, spans.size(), 1, 1, columns));
  }

  /// What the tokens of a run see of their slot: all that was there before, their ancestors in the
  /// run and themselves.
  private static Optional<Tensor> mask(TokenRun run, int before) {
    int rows = run.length();
    if (run.isChain() && (before == 0 || rows == 1)) return Optional.empty();
    int columns = before + rows;
    float[] mask = new float[rows * columns];
    for (int row = 0; row < rows; row++) {
      int start = row * columns + before;
      Arrays.fill(mask, start, start + rows, Float.NEGATIVE_INFINITY);
      for (int seen = row; seen != TokenRun.CACHED; seen = run.parents()[seen])
        mask[start + seen] = 0;
    }
    return Optional.of(Tensor.of(mask, 1, 1, rows, columns));
  }
}

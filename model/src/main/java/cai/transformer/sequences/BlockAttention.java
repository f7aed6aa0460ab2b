package cai.transformer.sequences;

import cai.tensor.Attention;
import cai.tensor.Attention.Attended;
import cai.tensor.Attention.Operands;
import cai.tensor.Lanes;
import cai.tensor.Tensor;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Attention of one block within each sequence, forward and backward. A lane takes one key head of
/// one family: a leading sequence and the sequences that share the rows of its prompt.
final class BlockAttention {
  private final SequencePass pass;
  private final SequenceRows rows;
  private final long width; // of a head
  private final int pairs;
  private final int group; // query heads that share a key head
  private final int[] leaders;

  BlockAttention(SequencePass pass) {
    this.pass = pass;
    this.rows = pass.rows();
    width = pass.config().headWidth();
    pairs = pass.config().keyValueHeads();
    group = pass.config().heads() / pairs;
    leaders = rows.leaders();
  }

  /// Fills `mixed` and `logSumExp` of a state from its heads.
  void forward(BlockState state) {
    Lanes.each(families(), number -> family(number).forEach(stretch -> forward(stretch, state)));
  }

  /// Computes the gradient of the heads.
  ///
  /// @param mixed gradient of the weighted values // [tokens, heads * headWidth]
  /// @param heads becomes the gradient of queries, keys and values // [tokens, (heads + 2 pairs) *
  ///   headWidth]
  void backward(BlockState state, Tensor mixed, Tensor heads) {
    Lanes.each(
        families(),
        number -> family(number).forEach(stretch -> backward(stretch, state, mixed, heads)));
  }

  // --- who attends to whom ------------------------------------------------------------------

  /// Some rows of a sequence and the heads that share a key head.
  ///
  /// @param from first row
  /// @param time number of rows
  /// @param pair number of the key head
  private record HeadSpan(long from, long time, int pair) {}

  /// Rows of a sequence that attend to themselves, causally.
  ///
  /// @param before earlier rows, of the sequence or of its leader, to which they attend as well
  private record CausalRows(HeadSpan own, Optional<HeadSpan> before) {}

  private int families() {
    return (leaders.length - 1) * pairs;
  }

  /// What a lane does for one family and key head. The rows that may be shared are a stretch of
  /// their own even in a sequence that shares nothing: so an answer gets the same bits whether its
  /// sequence leads or follows.
  private Stream<CausalRows> family(int number) {
    int pair = number % pairs;
    int leader = leaders[number / pairs];
    int begin = rows.starts()[leader];
    int beginning = rows.beginnings()[leader];
    if (beginning == 0)
      return Stream.of(
          new CausalRows(new HeadSpan(begin, rows.own(leader), pair), Optional.empty()));
    var shared = new HeadSpan(begin, beginning, pair);
    return Stream.concat(
        Stream.of(new CausalRows(shared, Optional.empty())),
        IntStream.range(leader, leaders[number / pairs + 1])
            .mapToObj(i -> {
              int from = i == leader ? beginning : 0;
              var answer = new HeadSpan(rows.starts()[i] + from, rows.own(i) - from, pair);
              return new CausalRows(answer, Optional.of(shared));
            }));
  }

  // --- views of a span ----------------------------------------------------------------------

  /// **Shape**: [tokens, n * headWidth] gives [time, n, headWidth].
  private Tensor byHead(HeadSpan span, Tensor heads) {
    return heads.narrow(0, span.from, span.time).view(span.time, heads.size(1) / width, width);
  }

  /// The query heads that share the key head. **Shape**: [1, group, time, headWidth].
  private Tensor queries(HeadSpan span, Tensor heads) {
    return byHead(span, heads)
        .narrow(1, (long) span.pair * group, group)
        .transpose(0, 1)
        .unsqueeze(0);
  }

  /// **Shape**: [time, 1, headWidth].
  private Tensor key(HeadSpan span, Tensor heads) {
    return byHead(span, heads).narrow(1, pass.config().heads() + (long) span.pair, 1);
  }

  /// **Shape**: [time, 1, headWidth].
  private Tensor value(HeadSpan span, Tensor heads) {
    return byHead(span, heads).narrow(1, pass.turnedHeads() + (long) span.pair, 1);
  }

  /// **Shape**: [heads, tokens] gives [1, group, time].
  private Tensor sums(HeadSpan span, Tensor logSumExp) {
    return logSumExp
        .narrow(0, (long) span.pair * group, group)
        .narrow(1, span.from, span.time)
        .unsqueeze(0);
  }

  /// **Shape**: [time, 1, headWidth] gives [1, 1, time, headWidth], as kernels of attention take
  /// it.
  private static Tensor columns(Tensor head) {
    return head.transpose(0, 1).unsqueeze(0);
  }

  /// **Shape**: [1, 1, time, headWidth] gives [time, 1, headWidth].
  private static Tensor rows(Tensor head) {
    return head.view(head.size(2), 1, head.size(3));
  }

  // --- one stretch --------------------------------------------------------------------------

  private void forward(CausalRows stretch, BlockState state) {
    HeadSpan own = stretch.own();
    Tensor heads = state.heads();
    Tensor queries = queries(own, heads);
    Attended near = Attention.causal(queries, columns(key(own, heads)), columns(value(own, heads)));
    Attended attended =
        stretch
            .before()
            .map(before ->
                near.joined(
                    Attention.full(
                        queries,
                        columns(key(before, heads)),
                        columns(value(before, heads)),
                        Optional.empty())))
            .orElse(near);
    queries(own, state.mixed()).copyInPlace(attended.mixed());
    sums(own, state.logSumExp()).copyInPlace(attended.logSumExp());
  }

  private void backward(CausalRows stretch, BlockState state, Tensor ofMixed, Tensor ofHeads) {
    HeadSpan own = stretch.own();
    Tensor gradient = queries(own, ofMixed);
    Tensor queries = queries(own, state.heads());
    var attended = new Attended(queries(own, state.mixed()), sums(own, state.logSumExp()));
    var near = Attention.gradient(gradient, operands(queries, own, state.heads(), true), attended);
    Tensor ofQueries = queries(own, ofHeads).copyInPlace(near.queries());
    key(own, ofHeads).copyInPlace(rows(near.keys()));
    value(own, ofHeads).copyInPlace(rows(near.values()));
    if (stretch.before().isEmpty()) return;
    HeadSpan before = stretch.before().get();
    var far =
        Attention.gradient(gradient, operands(queries, before, state.heads(), false), attended);
    ofQueries.addInPlace(far.queries());
    key(before, ofHeads).addInPlace(rows(far.keys()));
    value(before, ofHeads).addInPlace(rows(far.values()));
  }

  private Operands operands(Tensor queries, HeadSpan columns, Tensor heads, boolean causal) {
    return new Operands(
        queries, columns(key(columns, heads)), columns(value(columns, heads)), causal);
  }
}

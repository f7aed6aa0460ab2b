package cai.transformer;

import cai.tensor.Attention;
import cai.tensor.Attention.Attended;
import cai.tensor.Attention.Operands;
import cai.tensor.DType;
import cai.tensor.Kernels;
import cai.tensor.Lanes;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A block over packed rows, forward and backward by hand, on all lanes: rows are cut into pieces
/// for everything that looks at one token at a time, families and key heads for attention, rows of
/// weights for their gradients.
///
/// Backward keeps less than recorded operations do: the inputs of matrix products that cannot be
/// had again by something cheap.
final class PackedBlock {
  /// Rows of a piece. Fewer stay in the caches from one operation to the next, more are multiplied
  /// faster.
  private static final int PIECE = 512;

  private static final int PIECE_IN_BF16 = 256;

  private final ModelConfig config;
  private final Packed rows;
  private final Buffers buffers;
  private final Rotary rotary;
  private final Rotary.Angles angles; // [tokens, 1, headWidth / 2]
  private final DType products;
  private final DType attention;
  private final int piece;
  private final int turnedHeads; // queries and keys
  private final int[] leaders;

  PackedBlock(
      ModelConfig config, Packed rows, Buffers buffers, Rotary rotary, Arithmetic arithmetic) {
    this.config = config;
    this.rows = rows;
    this.buffers = buffers;
    this.rotary = rotary;
    products = arithmetic.products();
    attention = arithmetic.attention();
    angles = rotary.halves(rows.positions());
    int longest = products == DType.FLOAT32 ? PIECE : PIECE_IN_BF16;
    // Pieces are as equal as can be: products of a row or two are computed by other kernels.
    int pieces = Math.max(Lanes.count(), Math.ceilDiv(rows.tokens(), longest));
    piece = Math.max(1, Math.ceilDiv(rows.tokens(), pieces));
    turnedHeads = config.heads() + config.keyValueHeads();
    leaders = rows.leaders();
  }

  /// What backward needs of a block, or what the next block may overwrite. What attention reads or
  /// writes has its type, gate and up that of products.
  ///
  /// @param input residual stream // [tokens, width]
  /// @param heads queries, keys and values, the first two turned // [tokens, (heads + 2 pairs) *
  ///   headWidth]
  /// @param mixed by attention // [tokens, heads * headWidth]
  /// @param logSumExp of the scores // [heads, tokens]
  /// @param middle residual stream behind attention // [tokens, width]
  /// @param gateUp of the feed-forward layer // [tokens, 2 feedForwardWidth]
  record State(
      Tensor input, Tensor heads, Tensor mixed, Tensor logSumExp, Tensor middle, Tensor gateUp) {}

  /// Memory for the state of a layer.
  ///
  /// @param name of the layer, or the same one for layers that are not kept
  State state(String name, Tensor input) {
    long tokens = rows.tokens();
    long mixed = (long) config.heads() * config.headWidth();
    long all = (turnedHeads + (long) config.keyValueHeads()) * config.headWidth();
    return new State(
        input,
        buffers.take(name + "heads", attention, tokens, all),
        buffers.take(name + "mixed", attention, tokens, mixed),
        buffers.take(name + "logSumExp", config.heads(), tokens),
        buffers.take(name + "middle", tokens, config.width()),
        buffers.take(name + "gateUp", products, tokens, 2L * config.feedForwardWidth()));
  }

  private int pieces() {
    return Math.ceilDiv(rows.tokens(), piece);
  }

  /// Some rows of tensors that have one for each token.
  private record Piece(long from, long count) {
    Tensor of(Tensor tensor) {
      return tensor.narrow(0, from, count);
    }
  }

  private Piece piece(int number) {
    int from = number * piece;
    return new Piece(from, Math.min(piece, rows.tokens() - from));
  }

  // --- forward ------------------------------------------------------------------------------

  /// @param into residual stream behind the block // [tokens, width]
  void forward(Block.Parts parts, State state, Tensor into) {
    try (var _ = TensorScope.inference()) { // of what is packed for this pass
      fill(
          parts,
          state,
          parts.feedForward().isPacked() ? packed(parts, state, into) : kept(parts, state, into));
    }
  }

  /// The feed-forward layer, of which nothing is kept.
  private static BiConsumer<Piece, Tensor> packed(Block.Parts parts, State state, Tensor into) {
    return (piece, input) ->
        piece.of(into).copyInPlace(parts.feedForward().onto(piece.of(state.middle()), input));
  }

  private BiConsumer<Piece, Tensor> kept(Block.Parts parts, State state, Tensor into) {
    FeedForward.Layers layers = parts.feedForward().layers();
    Linear.Products gateUp = layers.gateUp().products();
    Linear.Products down = layers.down().products();
    return (piece, input) -> {
      Tensor both = piece.of(state.gateUp());
      gateUp.into(both, input);
      down.onto(piece.of(into), piece.of(state.middle()), gate(both).silu().mulInPlace(up(both)));
    };
  }

  /// Fills a state from its input once more, with the same bits.
  void refill(Block.Parts parts, State state) {
    try (var _ = TensorScope.inference()) {
      Linear.Products gateUp = parts.feedForward().layers().gateUp().products();
      fill(parts, state, (piece, input) -> gateUp.into(piece.of(state.gateUp()), input));
    }
  }

  /// @param then what is done with each piece, and the normalised input of its feed-forward layer,
  ///   while they are in the caches
  private void fill(Block.Parts parts, State state, BiConsumer<Piece, Tensor> then) {
    Linear.Products projection = parts.queriesKeysValues().products();
    Lanes.each(
        pieces(),
        number -> {
          Piece piece = piece(number);
          Tensor heads = piece.of(state.heads());
          projection.into(heads, normalized(piece.of(state.input()), parts.attentionNorm()));
          turn(heads, piece, false);
        });
    Lanes.each(families(), family -> family(family).forEach(unit -> attend(unit, state)));
    Linear.Products output = parts.output().products();
    Lanes.each(
        pieces(),
        number -> {
          Piece piece = piece(number);
          Tensor middle = piece.of(state.middle());
          output.onto(middle, piece.of(state.input()), piece.of(state.mixed()));
          then.accept(piece, normalized(middle, parts.feedForwardNorm()));
        });
  }

  private Tensor normalized(Tensor stream, Tensor weight) {
    return RmsNormalized.of(stream, config.normEpsilon()).directions().mulInPlace(weight.detach());
  }

  private Tensor gate(Tensor both) {
    return both.narrow(1, 0, config.feedForwardWidth());
  }

  private Tensor up(Tensor both) {
    return both.narrow(1, config.feedForwardWidth(), config.feedForwardWidth());
  }

  private void turn(Tensor heads, Piece piece, boolean back) {
    long width = config.headWidth();
    var own = new Rotary.Angles(piece.of(angles.cosines()), piece.of(angles.sines()));
    Tensor byHead = heads.view(piece.count(), heads.size(1) / width, width);
    Tensor turned = byHead.narrow(1, 0, turnedHeads);
    Tensor wide = turned.to(DType.FLOAT32);
    rotary.turnInPlace(wide, own, back);
    if (attention != DType.FLOAT32) turned.copyInPlace(wide);
  }

  /// The heads of some rows of a sequence that share a key head, as the kernels of attention want
  /// them.
  private record Span(long from, long time, long queryHead, long group, long pair) {
    /// **Shape**: [tokens, heads * width] gives [1, group, time, width].
    Tensor queries(Tensor heads, long width) {
      return of(heads, width).narrow(1, queryHead, group).transpose(0, 1).unsqueeze(0);
    }

    /// A key or value head. **Shape**: [1, 1, time, width].
    Tensor shared(Tensor heads, long width, long head) {
      return one(heads, width, head).transpose(0, 1).unsqueeze(0);
    }

    /// **Shape**: [time, 1, width].
    Tensor one(Tensor heads, long width, long head) {
      return of(heads, width).narrow(1, head, 1);
    }

    private Tensor of(Tensor heads, long width) {
      return heads.narrow(0, from, time).view(time, heads.size(1) / width, width);
    }

    /// **Shape**: [heads, tokens] gives [1, group, time].
    Tensor scores(Tensor logSumExp) {
      return logSumExp.narrow(0, queryHead, group).narrow(1, from, time).unsqueeze(0);
    }
  }

  /// Rows of a sequence that attend to each other.
  ///
  /// @param before rows of the same beginning, its own or its leader's, to which they attend too
  private record Unit(Span own, Optional<Span> before) {}

  private int families() {
    return (leaders.length - 1) * config.keyValueHeads();
  }

  /// What one lane does: one key head of a leader, then the same key head of each sequence that
  /// shares the rows of its prompt.
  private Stream<Unit> family(int number) {
    int pairs = config.keyValueHeads();
    int leader = leaders[number / pairs];
    int begin = rows.starts()[leader];
    int beginning = rows.beginnings()[leader];
    if (beginning == 0)
      return Stream.of(new Unit(span(begin, rows.own(leader), number % pairs), Optional.empty()));
    Span shared = span(begin, beginning, number % pairs);
    // What an answer gets does not depend on whether its sequence leads.
    return Stream.concat(
        Stream.of(new Unit(shared, Optional.empty())),
        IntStream.range(leader, leaders[number / pairs + 1])
            .mapToObj(i -> {
              int from = i == leader ? beginning : 0;
              Span answer = span(rows.starts()[i] + from, rows.own(i) - from, number % pairs);
              return new Unit(answer, Optional.of(shared));
            }));
  }

  private Span span(int from, int time, int pair) {
    int group = config.heads() / config.keyValueHeads();
    return new Span(from, time, (long) pair * group, group, pair);
  }

  private Tensor keys(Span span, Tensor heads) {
    return span.shared(heads, config.headWidth(), config.heads() + span.pair());
  }

  private Tensor values(Span span, Tensor heads) {
    return span.shared(heads, config.headWidth(), turnedHeads + span.pair());
  }

  private void attend(Unit unit, State state) {
    Span own = unit.own();
    Tensor heads = state.heads();
    Tensor queries = own.queries(heads, config.headWidth());
    Attended near = Attention.causal(queries, keys(own, heads), values(own, heads));
    Attended attended =
        unit.before()
            .map(before ->
                near.joined(
                    Attention.full(
                        queries, keys(before, heads), values(before, heads), Optional.empty())))
            .orElse(near);
    own.queries(state.mixed(), config.headWidth()).copyInPlace(attended.mixed());
    own.scores(state.logSumExp()).copyInPlace(attended.logSumExp());
  }

  // --- backward -----------------------------------------------------------------------------

  /// Buffers of backward, used by each block in turn.
  private record Work(
      Tensor active, // [tokens, feedForwardWidth]
      Tensor feedForwardInput, // [tokens, width]
      Tensor middle, // gradient, [tokens, width]
      Tensor mixed, // gradient, [tokens, heads * headWidth]
      Tensor heads, // gradient, like heads
      Tensor attentionInput, // [tokens, width]
      Tensor norms) {} // [2 * pieces, width]

  private Work work() {
    long tokens = rows.tokens();
    long mixed = (long) config.heads() * config.headWidth();
    long all = (turnedHeads + (long) config.keyValueHeads()) * config.headWidth();
    return new Work(
        buffers.take("back active", products, tokens, config.feedForwardWidth()),
        buffers.take("back feedForwardInput", products, tokens, config.width()),
        buffers.take("back middle", tokens, config.width()),
        buffers.take("back mixed", attention, tokens, mixed),
        buffers.take("back heads", attention, tokens, all),
        buffers.take("back attentionInput", products, tokens, config.width()),
        buffers.take("back norms", 2L * pieces(), config.width()));
  }

  /// Adds the gradients of the weights. What the state has of gate and up is overwritten.
  ///
  /// @param gradient of the stream behind the block // [tokens, width]
  /// @param into gradient of the stream before it // [tokens, width]
  void backward(Block.Parts parts, State state, Tensor gradient, Tensor into) {
    Work work = work();
    FeedForward.Layers layers = parts.feedForward().layers();
    Linear.Back down = layers.down().back();
    Linear.Back gateUp = layers.gateUp().back();
    Linear.Back output = parts.output().back();
    Lanes.each(
        pieces(),
        number -> {
          Piece piece = piece(number);
          Tensor active = piece.of(work.active());
          Tensor both = piece.of(state.gateUp());
          down.into(active, piece.of(gradient));
          feedForward(active, gate(both), up(both));
          Tensor input = piece.of(work.feedForwardInput());
          gateUp.into(input, both);
          Tensor middle = piece.of(work.middle()).copyInPlace(piece.of(gradient));
          var norm = new Norm(piece.of(state.middle()), parts.feedForwardNorm());
          norm(norm, input, middle, work.norms().narrow(0, number, 1));
          output.into(piece.of(work.mixed()), middle);
        });
    Lanes.each(
        families(), family -> family(family).forEach(unit -> attendBackward(unit, state, work)));
    Linear.Back projection = parts.queriesKeysValues().back();
    Lanes.each(
        pieces(),
        number -> {
          Piece piece = piece(number);
          Tensor heads = piece.of(work.heads());
          turn(heads, piece, true);
          Tensor input = piece.of(work.attentionInput());
          projection.into(input, heads);
          Tensor before = piece.of(into).copyInPlace(piece.of(work.middle()));
          var norm = new Norm(piece.of(state.input()), parts.attentionNorm());
          norm(norm, input, before, work.norms().narrow(0, (long) pieces() + number, 1));
        });
    weights(parts, state, gradient, work);
  }

  /// Turns the gradient of the gated product into the product itself, and gate and up into their
  /// gradients.
  private static void feedForward(Tensor active, Tensor gate, Tensor up) {
    Tensor opened = gate.silu();
    Tensor ofGate = Kernels.siluBackward(active.mul(up), gate);
    gate.copyInPlace(ofGate);
    Tensor ofUp = active.mul(opened);
    Kernels.multiply(active, opened, up);
    up.copyInPlace(ofUp);
  }

  /// A norm: its input and its weight.
  private record Norm(Tensor stream, Tensor weight) {}

  /// Adds the gradient of a norm's input to `onto`, and replaces `gradient`, that of its result, by
  /// the result itself.
  ///
  /// @param ofWeight one row, becomes the sum of the weight's gradient over these rows
  private void norm(Norm norm, Tensor gradient, Tensor onto, Tensor ofWeight) {
    var normalized = RmsNormalized.of(norm.stream(), config.normEpsilon());
    Tensor weight = norm.weight().detach();
    Tensor wide = gradient.to(DType.FLOAT32);
    ofWeight.copyInPlace(normalized.backward(wide, weight, onto).unsqueeze(0));
    Kernels.multiply(gradient, normalized.directions(), weight);
  }

  private void attendBackward(Unit unit, State state, Work work) {
    Span own = unit.own();
    Tensor heads = state.heads();
    long width = config.headWidth();
    Tensor gradient = own.queries(work.mixed(), width);
    Tensor queries = own.queries(heads, width);
    var attended = new Attended(own.queries(state.mixed(), width), own.scores(state.logSumExp()));
    var near =
        Attention.gradient(
            gradient, new Operands(queries, keys(own, heads), values(own, heads), true), attended);
    Tensor ofQueries = own.queries(work.heads(), width).copyInPlace(near.queries());
    ofKeys(own, work).copyInPlace(columns(near.keys()));
    ofValues(own, work).copyInPlace(columns(near.values()));
    if (unit.before().isEmpty()) return;
    Span before = unit.before().get();
    var asked = new Operands(queries, keys(before, heads), values(before, heads), false);
    var far = Attention.gradient(gradient, asked, attended);
    ofQueries.addInPlace(far.queries());
    ofKeys(before, work).addInPlace(columns(far.keys()));
    ofValues(before, work).addInPlace(columns(far.values()));
  }

  private Tensor ofKeys(Span span, Work work) {
    return span.one(work.heads(), config.headWidth(), config.heads() + span.pair());
  }

  private Tensor ofValues(Span span, Work work) {
    return span.one(work.heads(), config.headWidth(), turnedHeads + span.pair());
  }

  /// **Shape**: [1, 1, time, width] gives [time, 1, width].
  private static Tensor columns(Tensor head) {
    return head.view(head.size(2), 1, head.size(3));
  }

  private void weights(Block.Parts parts, State state, Tensor gradient, Work work) {
    FeedForward.Layers layers = parts.feedForward().layers();
    List<Runnable> pieces =
        Stream.of(
                layers.gateUp().gradients(state.gateUp(), work.feedForwardInput()),
                layers.down().gradients(gradient, work.active()),
                parts.queriesKeysValues().gradients(work.heads(), work.attentionInput()),
                parts.output().gradients(work.middle(), state.mixed()))
            .flatMap(ofLayer -> ofLayer)
            .toList();
    Lanes.each(pieces.size(), number -> pieces.get(number).run());
    if (!parts.normsTrained()) return;
    Tensor norms = work.norms();
    addNorm(parts.feedForwardNorm(), norms.narrow(0, 0, pieces()));
    addNorm(parts.attentionNorm(), norms.narrow(0, pieces(), pieces()));
  }

  private static void addNorm(Tensor weight, Tensor parts) {
    Kernels.gradientSum(weight).addInPlace(parts.sum(0));
  }

  /// A residual stream. **Shape**: [tokens, width].
  Tensor stream(String name) {
    return buffers.take(name, rows.tokens(), config.width());
  }
}

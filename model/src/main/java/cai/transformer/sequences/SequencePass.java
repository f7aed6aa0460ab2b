package cai.transformer.sequences;

import cai.tensor.DType;
import cai.tensor.Tensor;
import cai.transformer.ModelConfig;
import cai.transformer.weights.DecoderWeights;
import cai.transformer.weights.Rotary;

/// What is the same for all blocks of one pass over sequences: weights, rows, the pieces that the
/// rows are cut into, the angles of their positions, and memory.
final class SequencePass {
  private final DecoderWeights weights;
  private final ModelConfig config;
  private final SequenceRows rows;
  private final Buffers buffers;
  private final RowPieces pieces;
  private final Rotary.Angles angles; // [tokens, 1, headWidth / 2]
  private final DType products;
  private final DType attention;

  SequencePass(DecoderWeights weights, SequenceRows rows, Buffers buffers) {
    this.weights = weights;
    this.config = weights.config();
    this.rows = rows;
    this.buffers = buffers;
    products = weights.arithmetic().products();
    attention = weights.arithmetic().attention();
    pieces = RowPieces.of(rows.tokens(), products);
    angles = weights.rotary().halves(rows.positions());
  }

  DecoderWeights weights() {
    return weights;
  }

  ModelConfig config() {
    return config;
  }

  SequenceRows rows() {
    return rows;
  }

  RowPieces pieces() {
    return pieces;
  }

  Buffers buffers() {
    return buffers;
  }

  /// Type of products.
  DType products() {
    return products;
  }

  /// Type of what attention reads and writes.
  DType attention() {
    return attention;
  }

  /// Heads of queries and of keys, which the rotary embedding turns.
  int turnedHeads() {
    return config.heads() + config.keyValueHeads();
  }

  /// Numbers in the queries of a row.
  long queryNumbers() {
    return (long) config.heads() * config.headWidth();
  }

  /// Numbers in the queries, keys and values of a row.
  long headNumbers() {
    return (turnedHeads() + (long) config.keyValueHeads()) * config.headWidth();
  }

  /// Memory for a residual stream. **Shape**: [tokens, width].
  Tensor stream(String name) {
    return buffers.take(name, rows.tokens(), config.width());
  }

  /// Memory for the state of a block.
  ///
  /// @param name of the layer, or one name for all layers whose states are not kept
  /// @param input residual stream before the block
  BlockState state(String name, Tensor input) {
    long tokens = rows.tokens();
    return new BlockState(
        input,
        buffers.take(name + "heads", attention, tokens, headNumbers()),
        buffers.take(name + "mixed", attention, tokens, queryNumbers()),
        buffers.take(name + "logSumExp", config.heads(), tokens),
        buffers.take(name + "middle", tokens, config.width()),
        buffers.take(name + "gateUp", products, tokens, 2L * config.feedForwardWidth()));
  }

  /// Turns the queries and keys of a piece by their positions, in their own memory.
  ///
  /// @param heads queries, keys and values of the piece
  /// @param back whether they are turned by the negative angles, as gradients are
  void turn(Tensor heads, RowPieces.Piece piece, boolean back) {
    long width = config.headWidth();
    var own = new Rotary.Angles(piece.of(angles.cosines()), piece.of(angles.sines()));
    Tensor byHead = heads.view(piece.count(), heads.size(1) / width, width);
    Tensor turned = byHead.narrow(1, 0, turnedHeads());
    Tensor wide = turned.to(DType.FLOAT32);
    weights.rotary().turnInPlace(wide, own, back);
    if (attention != DType.FLOAT32) turned.copyInPlace(wide);
  }

  /// The gate of both. **Shape**: both [n, 2 * feedForwardWidth].
  Tensor gate(Tensor both) {
    return both.narrow(1, 0, config.feedForwardWidth());
  }

  /// What is gated. **Shape**: both [n, 2 * feedForwardWidth].
  Tensor up(Tensor both) {
    return both.narrow(1, config.feedForwardWidth(), config.feedForwardWidth());
  }
}

package cai.transformer.sequences;

import cai.tensor.DType;
import cai.tensor.Kernels;
import cai.tensor.Lanes;
import cai.tensor.Tensor;
import cai.transformer.ModelConfig;
import cai.transformer.sequences.RowPieces.Piece;
import cai.transformer.weights.Linear;
import cai.transformer.weights.TrainedBlock;
import java.util.List;
import java.util.stream.Stream;

/// One block backward over the rows of a pass: from the gradient of the residual stream after the
/// block to that before it, adding the gradients of what is trained in the block. Lanes take pieces
/// of rows, families of sequences for attention, and rows of weights for the gradients of weights.
final class BlockBackward {
  private final SequencePass pass;
  private final RowPieces pieces;
  private final BlockAttention attention;
  private final Gradients buffers;

  /// Memory that each block uses in turn. What is named after an activation holds its gradient; the
  /// others hold the inputs of products, which the gradients of weights need.
  ///
  /// @param active gradient of the gated product, then the product itself // [tokens,
  ///   feedForwardWidth]
  /// @param feedForwardInput gradient of the normalised stream, then the stream // [tokens, width]
  /// @param middle gradient of the stream between the halves of the block // [tokens, width]
  /// @param mixed gradient of the weighted values // [tokens, heads * headWidth]
  /// @param heads gradient of queries, keys and values // [tokens, (heads + 2 pairs) * headWidth]
  /// @param attentionInput gradient of the normalised stream, then the stream // [tokens, width]
  /// @param norms gradients of both norms' weights, a row for each piece // [2 * pieces, width]
  private record Gradients(
      Tensor active,
      Tensor feedForwardInput,
      Tensor middle,
      Tensor mixed,
      Tensor heads,
      Tensor attentionInput,
      Tensor norms) {

    static Gradients of(SequencePass pass) {
      Buffers buffers = pass.buffers();
      ModelConfig config = pass.config();
      long tokens = pass.rows().tokens();
      return new Gradients(
          buffers.take("back active", pass.products(), tokens, config.feedForwardWidth()),
          buffers.take("back feedForwardInput", pass.products(), tokens, config.width()),
          buffers.take("back middle", tokens, config.width()),
          buffers.take("back mixed", pass.attention(), tokens, pass.queryNumbers()),
          buffers.take("back heads", pass.attention(), tokens, pass.headNumbers()),
          buffers.take("back attentionInput", pass.products(), tokens, config.width()),
          buffers.take("back norms", 2L * pass.pieces().count(), config.width()));
    }
  }

  BlockBackward(SequencePass pass) {
    this.pass = pass;
    this.pieces = pass.pieces();
    this.attention = new BlockAttention(pass);
    this.buffers = Gradients.of(pass);
  }

  /// @param state what the forward pass left; `gateUp` is overwritten
  /// @param gradient of the stream after the block // [tokens, width]
  /// @param into gradient of the stream before the block // [tokens, width]
  void backward(TrainedBlock block, BlockState state, Tensor gradient, Tensor into) {
    throughFeedForward(block, state, gradient);
    attention.backward(state, buffers.mixed, buffers.heads);
    throughProjection(block, state, into);
    addWeights(block, state, gradient);
    if (block.normsTrained()) addNorms(block);
  }

  /// Back through the feed-forward layer, its norm and the output projection of attention.
  private void throughFeedForward(TrainedBlock block, BlockState state, Tensor gradient) {
    Linear.Back down = block.down().back();
    Linear.Back gateUp = block.gateUp().back();
    Linear.Back output = block.output().back();
    Lanes.each(
        pieces.count(),
        number -> {
          Piece piece = pieces.piece(number);
          Tensor active = piece.of(buffers.active);
          Tensor both = piece.of(state.gateUp());
          down.into(active, piece.of(gradient));
          throughGate(active, pass.gate(both), pass.up(both));
          Tensor input = piece.of(buffers.feedForwardInput);
          gateUp.into(input, both);
          Tensor middle = piece.of(buffers.middle).copyInPlace(piece.of(gradient));
          var norm = new Norm(piece.of(state.middle()), block.feedForwardNorm());
          throughNorm(norm, input, middle, buffers.norms.narrow(0, number, 1));
          output.into(piece.of(buffers.mixed), middle);
        });
  }

  /// Back through the rotary embedding, the projection of queries, keys and values, and the norm
  /// before it.
  private void throughProjection(TrainedBlock block, BlockState state, Tensor into) {
    Linear.Back projection = block.queriesKeysValues().back();
    Lanes.each(
        pieces.count(),
        number -> {
          Piece piece = pieces.piece(number);
          Tensor heads = piece.of(buffers.heads);
          pass.turn(heads, piece, true);
          Tensor input = piece.of(buffers.attentionInput);
          projection.into(input, heads);
          Tensor before = piece.of(into).copyInPlace(piece.of(buffers.middle));
          var norm = new Norm(piece.of(state.input()), block.attentionNorm());
          throughNorm(
              norm, input, before, buffers.norms.narrow(0, (long) pieces.count() + number, 1));
        });
  }

  /// Turns the gradient of the gated product into the product itself, and gate and up into their
  /// gradients.
  private static void throughGate(Tensor active, Tensor gate, Tensor up) {
    Tensor opened = gate.silu();
    Tensor ofGate = Kernels.siluBackward(active.mul(up), gate);
    gate.copyInPlace(ofGate);
    Tensor ofUp = active.mul(opened);
    Kernels.multiply(active, opened, up);
    up.copyInPlace(ofUp);
  }

  /// @param stream what is normalised
  private record Norm(Tensor stream, Tensor weight) {}

  /// Adds the gradient of a norm's input to `onto`, and replaces `gradient`, that of its result, by
  /// the result itself.
  ///
  /// @param ofWeight becomes the sum of the weight's gradient over these rows // [1, width]
  private void throughNorm(Norm norm, Tensor gradient, Tensor onto, Tensor ofWeight) {
    var normalized = RmsNormalized.of(norm.stream(), pass.config().normEpsilon());
    Tensor weight = norm.weight().detach();
    Tensor wide = gradient.to(DType.FLOAT32);
    ofWeight.copyInPlace(normalized.backward(wide, weight, onto).unsqueeze(0));
    Kernels.multiply(gradient, normalized.directions(), weight);
  }

  private void addWeights(TrainedBlock block, BlockState state, Tensor gradient) {
    List<Runnable> tasks =
        Stream.of(
                block.gateUp().gradients(state.gateUp(), buffers.feedForwardInput),
                block.down().gradients(gradient, buffers.active),
                block.queriesKeysValues().gradients(buffers.heads, buffers.attentionInput),
                block.output().gradients(buffers.middle, state.mixed()))
            .flatMap(ofLayer -> ofLayer)
            .toList();
    Lanes.each(tasks.size(), number -> tasks.get(number).run());
  }

  private void addNorms(TrainedBlock block) {
    int count = pieces.count();
    addNorm(block.feedForwardNorm(), buffers.norms.narrow(0, 0, count));
    addNorm(block.attentionNorm(), buffers.norms.narrow(0, count, count));
  }

  private static void addNorm(Tensor weight, Tensor parts) {
    Kernels.gradientSum(weight).addInPlace(parts.sum(0));
  }
}

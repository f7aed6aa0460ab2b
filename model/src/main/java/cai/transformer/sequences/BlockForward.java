package cai.transformer.sequences;

import cai.tensor.Lanes;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.sequences.RowPieces.Piece;
import cai.transformer.weights.Block;
import cai.transformer.weights.FeedForward;
import cai.transformer.weights.GatedLayers;
import cai.transformer.weights.Linear;
import cai.transformer.weights.SplitFeedForward;
import cai.transformer.weights.TrainedBlock;
import java.util.function.BiConsumer;

/// One block forward over the rows of a pass. Lanes take pieces of rows for everything that looks
/// at one token at a time, and wait for each other before and after attention.
final class BlockForward {
  private final SequencePass pass;
  private final BlockAttention attention;

  BlockForward(SequencePass pass) {
    this.pass = pass;
    this.attention = new BlockAttention(pass);
  }

  /// @param state holds the block's input, and is filled
  /// @param into residual stream after the block // [tokens, width]
  void forward(Block block, BlockState state, Tensor into) {
    try (var _ = TensorScope.inference()) { // of what is packed for this pass
      fill(block, state, feedForward(block.feedForward(), state, into));
    }
  }

  /// Fills a state from its input once more, with the same bits.
  void refill(TrainedBlock block, BlockState state) {
    try (var _ = TensorScope.inference()) {
      Linear.Products gateUp = block.gateUp().products();
      fill(block, state, (piece, input) -> gateUp.into(piece.of(state.gateUp()), input));
    }
  }

  /// What is done with each piece and the normalised input of its feed-forward layer.
  private BiConsumer<Piece, Tensor> feedForward(FeedForward layer, BlockState state, Tensor into) {
    return switch (layer) {
      case SplitFeedForward split ->
          (piece, input) -> piece.of(into).copyInPlace(split.onto(piece.of(state.middle()), input));
      case GatedLayers layers -> {
        Linear.Products gateUp = layers.gateUp().products();
        Linear.Products down = layers.down().products();
        yield (piece, input) -> {
          Tensor both = piece.of(state.gateUp());
          gateUp.into(both, input);
          Tensor active = pass.gate(both).silu().mulInPlace(pass.up(both));
          down.onto(piece.of(into), piece.of(state.middle()), active);
        };
      }
    };
  }

  /// @param feedForward is given each piece and the normalised input of its feed-forward layer
  ///   while they are in the caches
  private void fill(Block block, BlockState state, BiConsumer<Piece, Tensor> feedForward) {
    RowPieces pieces = pass.pieces();
    Linear.Products projection = block.queriesKeysValues().products();
    Lanes.each(
        pieces.count(),
        number -> {
          Piece piece = pieces.piece(number);
          Tensor heads = piece.of(state.heads());
          projection.into(heads, normalized(piece.of(state.input()), block.attentionNorm()));
          pass.turn(heads, piece, false);
        });
    attention.forward(state);
    Linear.Products output = block.output().products();
    Lanes.each(
        pieces.count(),
        number -> {
          Piece piece = pieces.piece(number);
          Tensor middle = piece.of(state.middle());
          output.onto(middle, piece.of(state.input()), piece.of(state.mixed()));
          feedForward.accept(piece, normalized(middle, block.feedForwardNorm()));
        });
  }

  private Tensor normalized(Tensor stream, Tensor weight) {
    return RmsNormalized.of(stream, pass.config().normEpsilon())
        .directions()
        .mulInPlace(weight.detach());
  }
}

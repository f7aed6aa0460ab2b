package cai.transformer.sequences;

import cai.tensor.DType;
import cai.tensor.Kernels;
import cai.tensor.Lanes;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.sequences.RowPieces.Piece;
import cai.transformer.weights.DecoderWeights;
import cai.transformer.weights.FrozenHead;
import cai.transformer.weights.FrozenLikeTrained;
import cai.transformer.weights.FrozenPacked;
import cai.transformer.weights.HeadLinear;
import cai.transformer.weights.Linear;
import cai.transformer.weights.TrainedLinear;
import java.util.Optional;

/// A loss on the distributions of next tokens, through the final norm and the head, for some rows
/// of the residual stream, with its gradients; on all lanes. Logits exist for a few rows at a time:
/// they are computed, replaced by their gradients, and overwritten by the next.
final class HeadLoss {
  /// Rows whose fp32 logits exist at the same time; logits of a shorter type may take as many
  /// bytes.
  private static final int ROUND = 512;

  private final DecoderWeights weights;
  private final Buffers buffers;
  private final Tensor factor; // the head's weight in the type of products // [vocab, width]
  private final Optional<TrainedLinear> trained; // the head, where it is trained
  private final Optional<Linear.Products> packed; // present where logits are bf16

  HeadLoss(DecoderWeights weights, Buffers buffers) {
    this.weights = weights;
    this.buffers = buffers;
    HeadLinear head = weights.head();
    factor =
        switch (head) {
          case TrainedLinear one -> one.factor();
          case FrozenHead one -> one.factor();
          case FrozenPacked _, FrozenLikeTrained _ ->
              throw new IllegalStateException("gradients do not pass through the head of a copy");
        };
    trained = head instanceof TrainedLinear one ? Optional.of(one) : Optional.empty();
    packed = factor.type() == DType.FLOAT32 ? Optional.empty() : Optional.of(head.products());
  }

  /// A loss on the distributions of rows.
  interface Term {
    /// Replaces the logits of some rows by the gradient of the loss, but for a factor that each row
    /// has.
    ///
    /// @param logits of the rows, fp32 or bf16 // [count, vocab]
    /// @param from number of the first of them
    LossAndFactors replace(Tensor logits, int from);
  }

  /// A loss of some rows.
  ///
  /// @param factors of the rows // [count, 1]
  record LossAndFactors(double loss, Tensor factors) {}

  /// Adds the gradients of a loss.
  ///
  /// @param states residual stream of the rows; becomes its own gradient // [rows, width]
  /// @return the sum of the losses
  double backward(Tensor states, Term term) {
    int rows = (int) states.size(0);
    try (var _ = TensorScope.inference()) {
      trained.ifPresent(one -> Kernels.gradientSum(one.weight()));
      var rmsNormalized = RmsNormalized.of(states, weights.config().normEpsilon());
      Tensor norm = weights.norm().detach();
      Tensor normalized = rmsNormalized.directions().mul(norm);
      Tensor gradient = Tensor.zeros(DType.FLOAT32, states.shape());
      double sum = 0;
      int longest = ROUND * Float.BYTES / factor.type().bytes();
      for (int from = 0; from < rows; from += longest) {
        int count = Math.min(longest, rows - from);
        try (var _ = TensorScope.inference()) {
          sum +=
              round(normalized.narrow(0, from, count), gradient.narrow(0, from, count), term, from);
        }
      }
      Kernels.clear(states);
      Tensor ofNorm = rmsNormalized.backward(gradient, norm, states);
      if (weights.normIsTrained()) Kernels.gradientSum(weights.norm()).addInPlace(ofNorm);
      return sum;
    }
  }

  /// @param normalized states of some rows // [count, width]
  /// @param gradient of these states, to be filled // [count, width]
  /// @param from number of the first row
  private double round(Tensor normalized, Tensor gradient, Term term, int from) {
    Tensor logits = buffers.take("logits", factor.type(), normalized.size(0), factor.size(0));
    // 1. Logits.
    logits(normalized, logits);
    // 2. The loss; its gradient takes the place of the logits.
    LossAndFactors made = term.replace(logits, from);
    // 3. Gradients of the normalised states and of the head, each row times its factor.
    Tensor scaled = normalized.mul(made.factors());
    Lanes.each(
        Lanes.count(),
        lane -> {
          Piece share = Piece.ofLane(lane, gradient.size(1));
          if (share.count() > 0)
            Kernels.backward(share.columns(gradient), logits, share.columns(factor));
          if (trained.isEmpty()) return;
          Piece words = Piece.ofLane(lane, factor.size(0));
          if (words.count() > 0)
            trained.get().addGradient(logits, scaled, words.from(), words.count());
        });
    gradient.mulInPlace(made.factors());
    return made.loss();
  }

  /// In fp32 lanes split the vocabulary, so that each lane packs only its part of the matrix. In
  /// bf16 the matrix is packed already, and lanes split the rows.
  private void logits(Tensor normalized, Tensor into) {
    Lanes.each(
        Lanes.count(),
        lane -> {
          Piece share = Piece.ofLane(lane, into.size(packed.isPresent() ? 0 : 1));
          if (share.count() == 0) return;
          if (packed.isPresent()) packed.get().into(share.of(into), share.of(normalized));
          else Kernels.forward(share.columns(into), normalized, share.of(factor));
        });
  }
}

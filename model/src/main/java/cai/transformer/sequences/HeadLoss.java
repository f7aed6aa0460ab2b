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

/// A loss on log-probabilities, through the final norm and the head, for some rows of the residual
/// stream, with its gradients; on all lanes. Logits exist for a few rows at a time: they are
/// computed, replaced by their gradients, and overwritten by the next.
final class HeadLoss {
  /// Rows whose fp32 logits exist at the same time; logits of a shorter type may take as many
  /// bytes.
  private static final int ROUND = 512;

  /// Rows whose logits stay in the caches of a core.
  private static final int CACHED = 8;

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

  /// Adds the gradients of a loss on the log-probabilities of targets.
  ///
  /// @param states residual stream of the targets' rows; becomes its own gradient // [rows, width]
  /// @return the sum of the losses
  double backward(Tensor states, RecordedPass.Targets targets, RecordedPass.RowLoss loss) {
    int rows = targets.ids().length;
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
              round(
                  normalized.narrow(0, from, count),
                  gradient.narrow(0, from, count),
                  targets.range(from, count),
                  loss,
                  from);
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
  /// @param from number of the first target
  private double round(
      Tensor normalized,
      Tensor gradient,
      RecordedPass.Targets some,
      RecordedPass.RowLoss loss,
      int from) {
    int count = some.ids().length;
    Tensor logits = buffers.take("logits", factor.type(), count, factor.size(0));
    Tensor targets = Tensor.of(some.ids(), count, 1);
    Tensor chosen = Tensor.zeros(DType.FLOAT32, count, 1);
    // 1. Logits.
    logits(normalized, logits);
    // 2. Log-probabilities of the targets; and the logits are replaced by the negative gradient of
    // these: probability minus one for the target, probability for every other token.
    double temperature = some.temperature();
    Lanes.each(
        Math.ceilDiv(count, CACHED),
        number -> {
          var share = new Piece(CACHED * number, Math.min(CACHED, count - CACHED * number));
          slopes(share.of(logits), share.of(targets), share.of(chosen), temperature);
        });
    // 3. The loss and its slope with respect to each log-probability.
    LossAndSlopes made = lossAndSlopes(chosen.view(count), loss, from);
    Tensor slopes = made.slopes().mulInPlace(-1 / temperature).view(count, 1);
    // 4. Gradients of the normalised states and of the head, each row times its slope.
    Tensor scaled = normalized.mul(slopes);
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
    gradient.mulInPlace(slopes);
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

  /// Step 2 of [#round] for some rows.
  private static void slopes(Tensor logits, Tensor targets, Tensor chosen, double temperature) {
    Tensor own = logits.to(DType.FLOAT32);
    if (temperature != 1) own.mulInPlace(1 / temperature);
    Kernels.logSoftmax(own, own);
    chosen.copyInPlace(own.gather(1, targets));
    Kernels.expInPlace(own);
    Kernels.addAt(own, targets, -1);
    if (logits.type() != DType.FLOAT32) logits.copyInPlace(own);
  }

  /// A loss and its slope for each row.
  private record LossAndSlopes(double loss, Tensor slopes) {}

  private static LossAndSlopes lossAndSlopes(Tensor chosen, RecordedPass.RowLoss loss, int from) {
    Tensor leaf = chosen.detach().trained(true);
    try (var scope = TensorScope.training()) {
      Tensor sum = loss.of(leaf, from);
      sum.backward();
      return new LossAndSlopes(sum.item(), scope.keep(leaf.gradient()));
    }
  }
}

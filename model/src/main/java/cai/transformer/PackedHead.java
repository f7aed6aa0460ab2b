package cai.transformer;

import cai.tensor.DType;
import cai.tensor.Kernels;
import cai.tensor.Lanes;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.Optional;

/// The final norm and the head over chosen rows, on all lanes. Logits exist for a few rows at a
/// time: they are made, turned into gradients where they are, and written over by the next.
///
/// @param norm weight of the final norm
/// @param normTrained whether it is trained
/// @param epsilon of the norm
record PackedHead(Linear head, Tensor norm, boolean normTrained, double epsilon, Buffers buffers) {
  /// Rows whose fp32 logits exist at the same time; of shorter numbers as many bytes do.
  private static final int ROUND = 512;

  /// Rows whose logits stay in the caches of a core.
  private static final int CACHED = 8;

  /// Adds the gradients of a loss on the log-probabilities of targets.
  ///
  /// @param states residual stream of the rows // [rows, width]
  /// @return the sum of the losses; `states` has become the gradient of the stream
  double backward(Tensor states, Recorded.Targets targets, Recorded.RowLoss loss) {
    int rows = targets.ids().length;
    try (var _ = TensorScope.inference()) {
      Tensor factor = head.factor();
      Optional<Linear.Products> packed =
          factor.type() == DType.FLOAT32 ? Optional.empty() : Optional.of(head.products());
      if (head.isTrained()) Kernels.gradientSum(head.weight());
      var rmsNormalized = RmsNormalized.of(states, epsilon);
      Tensor weight = norm.detach();
      Tensor normalized = rmsNormalized.directions().mul(weight);
      Tensor gradient = Tensor.zeros(DType.FLOAT32, states.shape());
      double sum = 0;
      int longest = ROUND * Float.BYTES / factor.type().bytes();
      for (int from = 0; from < rows; from += longest) {
        int count = Math.min(longest, rows - from);
        try (var _ = TensorScope.inference()) {
          var round =
              new Round(
                  factor,
                  packed,
                  normalized.narrow(0, from, count),
                  gradient.narrow(0, from, count),
                  targets.part(from, count));
          sum += round(round, loss, from);
        }
      }
      Kernels.clear(states);
      Tensor ofWeight = rmsNormalized.backward(gradient, weight, states);
      if (normTrained) Kernels.gradientSum(norm).addInPlace(ofWeight);
      return sum;
    }
  }

  /// The rows of a round.
  ///
  /// @param packed the head, where it is multiplied so
  /// @param gradient of the normalised states, to be filled
  private record Round(
      Tensor factor,
      Optional<Linear.Products> packed,
      Tensor normalized,
      Tensor gradient,
      Recorded.Targets targets) {
    int count() {
      return targets.ids().length;
    }
  }

  /// The rows of a lane.
  private record Share(long from, long count) {
    static Share of(int lane, long all) {
      long from = Lanes.begin(all, lane, Lanes.count());
      return new Share(from, Lanes.begin(all, lane + 1, Lanes.count()) - from);
    }

    Tensor of(Tensor tensor) {
      return tensor.narrow(0, from, count);
    }

    Tensor columns(Tensor tensor) {
      return tensor.narrow(1, from, count);
    }
  }

  private double round(Round round, Recorded.RowLoss loss, int from) {
    int count = round.count();
    Tensor logits = buffers.take("logits", round.factor().type(), count, head.weight().size(0));
    Tensor targets = Tensor.of(round.targets().ids(), count, 1);
    Tensor chosen = Tensor.zeros(DType.FLOAT32, count, 1);
    // 1. Logits.
    logits(round, logits);
    // 2. Log-probabilities of the targets, and in place of the logits what their gradient has of
    // the logits: d/d logits log p = target - probabilities, negated.
    double temperature = round.targets().temperature();
    Lanes.each(
        Math.ceilDiv(count, CACHED),
        number -> {
          var share = new Share(CACHED * number, Math.min(CACHED, count - CACHED * number));
          slopes(share.of(logits), share.of(targets), share.of(chosen), temperature);
        });
    // 3. What the loss makes of the log-probabilities.
    Made made = made(chosen.view(count), loss, from);
    Tensor slopes = made.slopes().mulInPlace(-1 / temperature).view(count, 1);
    // 4. The slope of each row.
    Tensor scaled = round.normalized().mul(slopes);
    Lanes.each(
        Lanes.count(),
        lane -> {
          Share share = Share.of(lane, round.gradient().size(1));
          if (share.count() > 0)
            Kernels.backward(
                share.columns(round.gradient()), logits, share.columns(round.factor()));
          if (!head.isTrained()) return;
          Share words = Share.of(lane, head.weight().size(0));
          if (words.count() > 0) head.addGradient(logits, scaled, words.from(), words.count());
        });
    round.gradient().mulInPlace(slopes);
    return made.loss();
  }

  /// In fp32 lanes part the vocabulary, so that each packs only its part of the matrix. In bf16 the
  /// matrix is packed, and they part the rows.
  private static void logits(Round round, Tensor into) {
    Lanes.each(
        Lanes.count(),
        lane -> {
          Share share = Share.of(lane, into.size(round.packed().isPresent() ? 0 : 1));
          if (share.count() == 0) return;
          if (round.packed().isPresent())
            round.packed().get().into(share.of(into), share.of(round.normalized()));
          else Kernels.forward(share.columns(into), round.normalized(), share.of(round.factor()));
        });
  }

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
  private record Made(double loss, Tensor slopes) {}

  private static Made made(Tensor chosen, Recorded.RowLoss loss, int from) {
    Tensor leaf = chosen.detach().trained(true);
    try (var scope = TensorScope.training()) {
      Tensor sum = loss.of(leaf, from);
      sum.backward();
      return new Made(sum.item(), scope.keep(leaf.gradient()));
    }
  }
}

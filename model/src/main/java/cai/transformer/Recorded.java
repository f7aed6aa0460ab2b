package cai.transformer;

import cai.tensor.Kernels;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import java.util.Arrays;
import java.util.List;

/// A forward pass through the trained layers whose gradients can still be computed. It borrows the
/// decoder's buffers: the next pass with this decoder invalidates it.
public final class Recorded {
  private final Decoder decoder;
  private final Packed rows;
  private final PackedBlock pass;
  private final Layers layers;
  private final Tensor stream;

  Recorded(Decoder decoder, Packed rows, PackedBlock pass, Layers layers, Tensor stream) {
    this.decoder = decoder;
    this.rows = rows;
    this.pass = pass;
    this.layers = layers;
    this.stream = stream;
  }

  /// The layers from the first trained on.
  ///
  /// @param states that share their memory, all but the input, where they are recomputed
  record Layers(List<PackedBlock.State> states, Activations activations) {
    /// The state of the last layer is there in any case.
    boolean recomputes(PackedBlock.State state) {
      return activations == Activations.RECOMPUTED && state != states.getLast();
    }
  }

  /// The residual stream behind the last layer. **Shape**: [tokens, width].
  public Tensor stream() {
    return stream;
  }

  /// Rows whose next token counts.
  ///
  /// @param rows of the stream, each at most once
  /// @param ids that follow each row
  /// @param temperature that logits are divided by
  public record Targets(int[] rows, int[] ids, double temperature) {
    Targets part(int from, int count) {
      return new Targets(
          Arrays.copyOfRange(rows, from, from + count),
          Arrays.copyOfRange(ids, from, from + count),
          temperature);
    }
  }

  /// A loss on some rows.
  @FunctionalInterface
  public interface RowLoss {
    /// @param logProbabilities of the targets from number `from` on, nats // [count]
    /// @return the sum of their losses, a scalar, to be minimised
    Tensor of(Tensor logProbabilities, int from);
  }

  /// Adds the gradients of a sum of losses on the log-probabilities of next tokens.
  ///
  /// @return the sum
  public double backward(Targets targets, RowLoss loss) {
    try (var _ = TensorScope.inference()) {
      Tensor numbers = Tensor.of(targets.rows(), targets.rows().length);
      Tensor states = stream.select(0, numbers);
      double sum = decoder.packedHead().backward(states, targets, loss);
      Tensor gradient = pass.stream("back first stream");
      Kernels.clear(gradient);
      Kernels.addRows(gradient, numbers, states);
      backward(gradient);
      return sum;
    }
  }

  /// Adds the gradients of the trained layers, and of the embedding where it is trained.
  ///
  /// @param gradient of the stream; overwritten // [tokens, width]
  public void backward(Tensor gradient) {
    try (var _ = TensorScope.inference()) {
      Tensor before = pass.stream("back stream");
      int layer = decoder.config().layers();
      for (var state : layers.states().reversed()) {
        Block.Parts parts = decoder.parts(--layer);
        if (layers.recomputes(state)) pass.refill(parts, state);
        pass.backward(parts, state, gradient, before);
        Tensor held = gradient;
        gradient = before;
        before = held;
      }
      if (decoder.embeddingIsTrained())
        Kernels.addRows(
            Kernels.gradientSum(decoder.embedding()),
            Tensor.of(rows.ids(), rows.tokens()),
            gradient);
    }
  }
}

package cai.transformer.sequences;

import cai.tensor.DType;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.AvailableMemory;
import cai.transformer.weights.DecoderWeights;
import java.util.ArrayList;
import java.util.OptionalLong;

/// Passes of a decoder over whole sequences. They share memory, so only the last recorded pass can
/// go backward.
///
/// **Thread-safety**: one thread at a time.
public final class SequencePasses implements AutoCloseable {
  private static final String LAYER = "layer "; // begins the names of memory that a recording keeps

  private final DecoderWeights weights;
  private final Buffers buffers = new Buffers();

  public SequencePasses(DecoderWeights weights) {
    this.weights = weights;
  }

  /// The residual stream after the layers below `layer`, from the tokens, without gradients.
  /// **Shape**: [tokens, width].
  public Tensor below(int layer, SequenceRows rows) {
    int context = weights.config().contextLength();
    if (rows.longest() > context)
      throw new IllegalArgumentException(
          rows.longest() + " tokens do not fit the context of " + context);
    Tensor embedded = weights.embedding().detach().embed(Tensor.of(rows.ids(), rows.tokens()));
    return carried(embedded, rows, 0, layer);
  }

  /// Carries the residual stream on from layer `from` (inclusive) to `to` (exclusive), without
  /// gradients. **Shape**: [tokens, width] in and out.
  public Tensor carried(Tensor stream, SequenceRows rows, int from, int to) {
    try (var scope = TensorScope.inference()) {
      var pass = new SequencePass(weights, rows, buffers);
      var forward = new BlockForward(pass);
      Tensor after = Tensor.empty(DType.FLOAT32, stream.shape());
      for (int layer = from; layer < to; layer++) {
        forward.forward(weights.blocks().get(layer), pass.state("free ", stream), after);
        stream = after; // a block may write over its input
      }
      return scope.keep(stream);
    }
  }

  /// Carries the residual stream through the trained layers, in such a way that gradients can be
  /// computed afterwards. The states of the layers are kept where there is memory for them, else
  /// computed again.
  ///
  /// @param stream before the first trained layer // [tokens, width]
  public RecordedPass recorded(Tensor stream, SequenceRows rows) {
    int layers = weights.trainedBlocks().size();
    long bytes = Activations.bytes(weights.config(), weights.arithmetic(), rows.tokens(), layers);
    long more = bytes - buffers.bytes(LAYER); // beyond the memory that earlier passes have taken
    // The system is asked only where more is needed.
    var available = more > 0 ? AvailableMemory.bytes() : OptionalLong.empty();
    return recorded(stream, rows, Activations.choice(more, available));
  }

  RecordedPass recorded(Tensor stream, SequenceRows rows, Activations activations) {
    var pass = new SequencePass(weights, rows, buffers);
    var forward = new BlockForward(pass);
    var states = new ArrayList<BlockState>();
    for (int layer = weights.trainedFrom(); layer < weights.config().layers(); layer++) {
      String name = LAYER + layer + " ";
      Tensor after = pass.stream(name + "stream");
      boolean kept = activations == Activations.KEPT;
      states.add(pass.state(kept ? name : "recomputed ", stream));
      forward.forward(weights.blocks().get(layer), states.getLast(), after);
      stream = after;
    }
    return new RecordedPass(pass, states, activations, stream);
  }

  @Override
  public void close() {
    buffers.close();
  }
}

package cai.transformer.sequences;

import cai.tensor.DType;
import cai.tensor.Kernels;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.weights.DecoderWeights;
import cai.transformer.weights.TrainedBlock;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// A forward pass through the trained layers whose gradients can still be computed. It borrows the
/// memory of [SequencePasses]: the next pass with the same decoder invalidates it.
public final class RecordedPass {
  private final SequencePass pass;
  private final List<BlockState> states;
  private final Activations activations;
  private final Tensor stream;

  /// @param states of the trained layers; where they are recomputed, they share all their memory
  ///   but that of the input
  RecordedPass(SequencePass pass, List<BlockState> states, Activations activations, Tensor stream) {
    this.pass = pass;
    this.states = List.copyOf(states);
    this.activations = activations;
    this.stream = stream;
  }

  /// Whether the state of a layer has been overwritten, which all but the last have where they are
  /// recomputed.
  private boolean isOverwritten(int layer) {
    return activations == Activations.RECOMPUTED && layer < states.size() - 1;
  }

  /// The residual stream after the last layer. **Shape**: [tokens, width].
  public Tensor stream() {
    return stream;
  }

  /// Rows whose next token enters a loss.
  ///
  /// @param rows of the stream, each at most once
  /// @param ids of the token that follows each row
  /// @param temperature that logits are divided by
  public record Targets(int[] rows, int[] ids, double temperature) {
    /// Some of them.
    public Targets range(int from, int count) {
      return new Targets(
          Arrays.copyOfRange(rows, from, from + count),
          Arrays.copyOfRange(ids, from, from + count),
          temperature);
    }
  }

  /// A loss on the log-probabilities of some targets.
  @FunctionalInterface
  public interface RowLoss {
    /// @param logProbabilities of the targets from number `from` on, nats // [count]
    /// @return the sum of their losses, a scalar, to be minimised
    Tensor of(Tensor logProbabilities, int from);
  }

  /// Rows whose distribution of the next token is held near that of a teacher.
  ///
  /// @param rows of the stream, each at most once
  /// @param states normalised, from which the teacher predicts // [rows, width]
  /// @param head of the teacher, asked in a scope of its own: makes logits of some of the states on
  ///   any lane
  /// @param weight that the divergence is multiplied by
  public record Teaching(
      int[] rows, Tensor states, Supplier<UnaryOperator<Tensor>> head, double weight) {
    /// No rows.
    public static Teaching none() {
      return new Teaching(
          new int[0], Tensor.empty(DType.FLOAT32, 0, 0), UnaryOperator::identity, 0);
    }
  }

  /// Adds the gradients of a sum of losses on the log-probabilities of next tokens.
  ///
  /// @return the sum
  public double backward(Targets targets, RowLoss loss) {
    try (var _ = TensorScope.inference()) {
      return backward(targets, loss, Teaching.none()).loss();
    }
  }

  /// Adds the gradients of a sum of losses on the log-probabilities of next tokens, and of a
  /// teacher's divergence on other rows. Either may have no rows.
  public TwoSums backward(Targets targets, RowLoss loss, Teaching teaching) {
    try (var _ = TensorScope.inference()) {
      Tensor gradient = pass.stream("back first stream");
      Kernels.clear(gradient);
      double sum = backward(targets.rows(), new LikelihoodTerm(targets, loss), gradient);
      double divergence = backward(teaching.rows(), new DivergenceTerm(teaching), gradient);
      backward(gradient);
      return new TwoSums(sum, divergence);
    }
  }

  /// The two parts of a loss.
  ///
  /// @param loss sum over the targets
  /// @param divergence of the model's distributions from the teacher's, KL(model || teacher),
  ///   summed over rows and without its weight, nats
  public record TwoSums(double loss, double divergence) {}

  /// @param gradient of the stream after the last layer, added to // [tokens, width]
  private double backward(int[] rows, HeadLoss.Term term, Tensor gradient) {
    if (rows.length == 0) return 0;
    Tensor numbers = Tensor.of(rows, rows.length);
    Tensor states = stream.select(0, numbers);
    double sum = new HeadLoss(pass.weights(), pass.buffers()).backward(states, term);
    Kernels.addRows(gradient, numbers, states);
    return sum;
  }

  /// Adds the gradients of the trained layers, and of the embedding where it is trained.
  ///
  /// @param gradient of the stream after the last layer; overwritten // [tokens, width]
  public void backward(Tensor gradient) {
    DecoderWeights weights = pass.weights();
    try (var _ = TensorScope.inference()) {
      var forward = new BlockForward(pass);
      var backward = new BlockBackward(pass);
      Tensor before = pass.stream("back stream");
      List<TrainedBlock> blocks = weights.trainedBlocks();
      for (int i = blocks.size() - 1; i >= 0; i--) {
        BlockState state = states.get(i);
        if (isOverwritten(i)) forward.refill(blocks.get(i), state);
        backward.backward(blocks.get(i), state, gradient, before);
        Tensor held = gradient;
        gradient = before;
        before = held;
      }
      if (weights.embeddingIsTrained())
        Kernels.addRows(
            Kernels.gradientSum(weights.embedding()),
            Tensor.of(pass.rows().ids(), pass.rows().tokens()),
            gradient);
    }
  }
}

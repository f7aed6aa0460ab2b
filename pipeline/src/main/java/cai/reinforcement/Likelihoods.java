package cai.reinforcement;

import cai.sequence.AnswerLayout;
import cai.sequence.AnswerRows;
import cai.sequence.TokenSequence;
import cai.tensor.Lanes;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.training.TokenLoss;
import cai.transformer.decoder.Decoder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// What a model says, without gradients, about the tokens of answers: one array for each answer,
/// one element for each of its tokens.
///
/// @param logProbabilities at the policy's temperature, nats
/// @param plain log-probabilities at temperature 1, nats
/// @param entropies of the distributions at the policy's temperature, nats
/// @param values of the value head, or zeros where none is asked
record Likelihoods(
    List<double[]> logProbabilities,
    List<double[]> plain,
    List<double[]> entropies,
    List<double[]> values) {
  /// Rows whose logits a lane has at the same time.
  private static final int CHUNK = 64;

  /// How likelihoods are computed.
  ///
  /// @param frozenLayers number of layers that the frozen states have passed
  /// @param layout bounds memory; the results do not depend on its micro batches
  record ScoringPass(int frozenLayers, double temperature, AnswerLayout layout) {}

  /// @param values what the value head makes of states // [rows, width] to [rows]
  static Likelihoods of(
      Decoder decoder, FrozenStates frozen, ScoringPass pass, Function<Tensor, float[]> values) {
    List<TokenSequence> sequences = frozen.sequences();
    var likelihoods =
        new Likelihoods(empty(sequences), empty(sequences), empty(sequences), empty(sequences));
    for (int[] part : pass.layout().parts(sequences)) {
      AnswerRows rows = pass.layout().rows(Arrays.stream(part).mapToObj(sequences::get).toList());
      try (var _ = TensorScope.inference()) {
        Tensor stream = frozen.stream(decoder, part, rows.sequences());
        Tensor states = states(decoder, stream, pass.frozenLayers(), rows);
        likelihoods.fill(
            part, rows, new Logits(decoder.head().logitsOfRows(), states, pass.temperature()));
        likelihoods.spread(likelihoods.values, part, values.apply(states));
      }
    }
    return likelihoods;
  }

  /// The states from which the answers' tokens are predicted. **Shape**: [rows, width].
  private static Tensor states(Decoder decoder, Tensor frozen, int frozenLayers, AnswerRows rows) {
    int layers = decoder.config().layers();
    return decoder
        .head()
        .normalized(
            rows.pick(decoder.sequences().carried(frozen, rows.sequences(), frozenLayers, layers)));
  }

  private static List<double[]> empty(List<TokenSequence> sequences) {
    return sequences.stream().map(one -> new double[one.answerLength()]).toList();
  }

  /// Logits chunk by chunk.
  private record Logits(UnaryOperator<Tensor> head, Tensor states, double temperature) {
    Tensor of(int from, int count) {
      return head.apply(states.narrow(0, from, count));
    }
  }

  private void fill(int[] part, AnswerRows rows, Logits all) {
    double temperature = all.temperature();
    int count = rows.targets().length;
    float[] tempered = new float[count];
    float[] untempered = new float[count];
    float[] entropy = new float[count];
    Lanes.each(
        Math.ceilDiv(count, CHUNK),
        chunk -> {
          int from = chunk * CHUNK;
          int some = Math.min(CHUNK, count - from);
          Tensor logits = all.of(from, some);
          int[] targets = Arrays.copyOfRange(rows.targets(), from, from + some);
          Tensor chosen = Tensor.of(targets, some, 1);
          Tensor sums = logits.logSumExp(1);
          copy(TokenLoss.ofTargets(logits, chosen, sums), untempered, from);
          if (temperature != 1) {
            logits.mulInPlace(1 / temperature);
            sums = logits.logSumExp(1);
          }
          copy(TokenLoss.ofTargets(logits, chosen, sums), tempered, from);
          // The entropy is the mean of -log p, and log p = logit - log-sum-exp.
          Tensor mean = logits.softmax(1).mulInPlace(logits).sum(1);
          copy(sums.sub(mean), entropy, from);
        });
    spread(logProbabilities, part, tempered);
    spread(plain, part, untempered);
    spread(entropies, part, entropy);
  }

  private static void copy(Tensor from, float[] into, int at) {
    float[] values = from.floats();
    System.arraycopy(values, 0, into, at, values.length);
  }

  /// Flat rows back to the answers they belong to.
  private void spread(List<double[]> answers, int[] part, float[] flat) {
    int at = 0;
    for (int answer : part) {
      double[] own = answers.get(answer);
      for (int t = 0; t < own.length; t++) own[t] = flat[at++];
    }
  }
}

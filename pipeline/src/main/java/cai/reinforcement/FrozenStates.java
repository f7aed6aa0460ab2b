package cai.reinforcement;

import cai.sequence.TokenSequence;
import cai.tensor.Tensor;
import cai.transformer.decoder.Decoder;
import cai.transformer.sequences.SequenceRows;
import java.util.ArrayList;
import java.util.List;

/// What the frozen lower layers make of a step's answers, each without its last token, which
/// predicts nothing. Policy and SL-CAI share these layers, and the sampler has computed them
/// already: its residual stream is the input of every pass of both models over the answers. Where
/// layer 0 is trained there is no such stream, and both models begin at the tokens.
final class FrozenStates implements AutoCloseable {
  private final List<TokenSequence> sequences;
  private final List<Tensor> states; // each [length - 1, width]

  /// @param states of the tokens of each sequence but the last, to be closed with this // [length -
  ///   1, width]
  FrozenStates(List<TokenSequence> sequences, List<Tensor> states) {
    this.sequences = List.copyOf(sequences);
    this.states = List.copyOf(states);
  }

  /// Of a policy without frozen layers.
  static FrozenStates none(List<TokenSequence> sequences) {
    return new FrozenStates(sequences, List.of());
  }

  /// What some answers are carried on from in a model. **Shape**: [tokens, width].
  ///
  /// @param rows of the answers, in their order
  Tensor stream(Decoder decoder, int[] answers, SequenceRows rows) {
    if (states.isEmpty()) return decoder.sequences().below(0, rows);
    var own = new ArrayList<Tensor>();
    for (int i = 0; i < answers.length; i++)
      own.add(states.get(answers[i]).narrow(0, rows.shared()[i], rows.own(i)));
    return Tensor.concatenate(own, 0);
  }

  List<TokenSequence> sequences() {
    return sequences;
  }

  @Override
  public void close() {
    states.forEach(Tensor::close);
  }
}

package cai.reinforcement;

import cai.sequence.AnswerRows;
import cai.sequence.MicroBatches;
import cai.sequence.TokenSequence;
import cai.tensor.Tensor;
import cai.tensor.TensorScope;
import cai.transformer.Decoder;
import cai.transformer.Packed;
import java.util.Arrays;
import java.util.List;

/// What the frozen lower layers make of a step's answers. Policy and SL-CAI share these layers, so
/// it is computed once and serves both, in every pass over the answers.
final class FrozenStates implements AutoCloseable {
  private final List<TokenSequence> sequences;
  private final List<Tensor> states; // each [length, width]

  private FrozenStates(List<TokenSequence> sequences, List<Tensor> states) {
    this.sequences = sequences;
    this.states = states;
  }

  /// @param layers that are frozen
  static FrozenStates of(
      Decoder decoder, int layers, List<TokenSequence> sequences, int tokensAtOnce) {
    var states = new Tensor[sequences.size()];
    for (int[] part : MicroBatches.of(sequences, tokensAtOnce)) {
      List<TokenSequence> some = Arrays.stream(part).mapToObj(sequences::get).toList();
      try (var scope = TensorScope.inference()) {
        Packed rows = AnswerRows.of(some).packed();
        Tensor all = decoder.streamBelow(layers, rows);
        for (int i = 0; i < part.length; i++) {
          Tensor own = all.narrow(0, rows.starts()[i], rows.length(i));
          // A copy of its own, so that the whole can be freed.
          states[part[i]] = scope.keepForGood(own.add(0));
        }
      }
    }
    return new FrozenStates(sequences, List.of(states));
  }

  List<TokenSequence> sequences() {
    return sequences;
  }

  /// The states of some answers, one behind the other. **Shape**: [tokens, width].
  Tensor batch(int[] answers) {
    return Tensor.concatenate(Arrays.stream(answers).mapToObj(states::get).toList(), 0);
  }

  @Override
  public void close() {
    states.forEach(Tensor::close);
  }
}
